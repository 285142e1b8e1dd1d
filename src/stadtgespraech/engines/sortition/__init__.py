"""Sortition: from pool and quotas to a fair lottery that can be checked. See README.md."""

from stadtgespraech.engines.sortition.alternates import Alternate, choose_alternates
from stadtgespraech.engines.sortition.composition import Finding, check_composition, propose_quotas
from stadtgespraech.engines.sortition.feasibility import (
    Conflict,
    Relaxation,
    find_conflict,
    is_feasible,
    least_relaxation,
)
from stadtgespraech.engines.sortition.letters import allocate_letters
from stadtgespraech.engines.sortition.leximin import Bound, NoPanel, Stage, leximin_bound
from stadtgespraech.engines.sortition.lottery import Lottery, fair_lottery
from stadtgespraech.engines.sortition.mixture import NoPanelFound
from stadtgespraech.engines.sortition.pool import Pool, PoolError, Problem, Quota, Row, make_pool, make_problem
from stadtgespraech.engines.sortition.randomness import Stream, TooLittleRandomness, bits_of, permuted, seed_from
from stadtgespraech.engines.sortition.statistics import certain_people, geometric_mean, gini
from stadtgespraech.engines.sortition.tables import TablePlan, plan_tables, possible_pairs
from stadtgespraech.engines.sortition.targets import Method
from stadtgespraech.engines.sortition.uniform import UniformLottery, uniform_lottery

__all__ = [
    "Alternate",
    "Bound",
    "Conflict",
    "Finding",
    "Lottery",
    "Method",
    "NoPanel",
    "NoPanelFound",
    "Pool",
    "PoolError",
    "Problem",
    "Quota",
    "Relaxation",
    "Row",
    "Stage",
    "Stream",
    "TablePlan",
    "TooLittleRandomness",
    "UniformLottery",
    "allocate_letters",
    "bits_of",
    "certain_people",
    "check_composition",
    "choose_alternates",
    "fair_lottery",
    "find_conflict",
    "geometric_mean",
    "gini",
    "is_feasible",
    "least_relaxation",
    "leximin_bound",
    "make_pool",
    "make_problem",
    "permuted",
    "plan_tables",
    "possible_pairs",
    "propose_quotas",
    "seed_from",
    "uniform_lottery",
]
