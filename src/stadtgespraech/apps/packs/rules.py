"""Who may see and overrule the city pack."""

from stadtgespraech.core import access

access.permission("packs.see_pack", access.has_role("strategy_office", "administrator"))
access.permission("packs.take_value", access.has_role("strategy_office"))
