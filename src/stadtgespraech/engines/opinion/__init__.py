"""Votes → opinion map, groups, and what the sectors of a city share, with uncertainty."""

from stadtgespraech.engines.opinion.analysis import Opinion, OpinionMap, Shared, analyse
from stadtgespraech.engines.opinion.bounds import false_discovery_rate, lower_bound
from stadtgespraech.engines.opinion.consensus import (
    MINIMUM,
    Agreement,
    Consensus,
    InformedConsensus,
    Majority,
    consensus_of,
    informed_consensus,
    majority_of,
)
from stadtgespraech.engines.opinion.contrasts import (
    Bridging,
    Divisive,
    Representative,
    bridging,
    divisive,
    representative,
)
from stadtgespraech.engines.opinion.counting import Counts, Sums, add_up
from stadtgespraech.engines.opinion.grouping import Groups, find_groups
from stadtgespraech.engines.opinion.live import LiveMap, LiveOpinion, Verdict
from stadtgespraech.engines.opinion.shards import Sharded, in_turn, on_dask, on_executor
from stadtgespraech.engines.opinion.stability import Stability, adjusted_rand_index
from stadtgespraech.engines.opinion.votes import Votes
from stadtgespraech.engines.opinion.weighting import Weights, effective_sample_size, rake

__all__ = [
    "MINIMUM",
    "Agreement",
    "Bridging",
    "Consensus",
    "Counts",
    "Divisive",
    "Groups",
    "InformedConsensus",
    "LiveMap",
    "LiveOpinion",
    "Majority",
    "Opinion",
    "OpinionMap",
    "Representative",
    "Sharded",
    "Shared",
    "Stability",
    "Sums",
    "Verdict",
    "Votes",
    "Weights",
    "add_up",
    "adjusted_rand_index",
    "analyse",
    "bridging",
    "consensus_of",
    "divisive",
    "effective_sample_size",
    "false_discovery_rate",
    "find_groups",
    "in_turn",
    "informed_consensus",
    "lower_bound",
    "majority_of",
    "on_dask",
    "on_executor",
    "rake",
    "representative",
]
