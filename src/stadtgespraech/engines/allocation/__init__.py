"""Ballots → proportional priorities, with who paid for what."""

from stadtgespraech.engines.allocation.ballots import Ballots, Costs
from stadtgespraech.engines.allocation.equal_shares import COMPLETIONS, Allocation, Winner, equal_shares

__all__ = ["COMPLETIONS", "Allocation", "Ballots", "Costs", "Winner", "equal_shares"]
