"""Who may see the house's own pages."""

from stadtgespraech.core import access

access.permission("web.see_components", access.has_role("strategy_office", "administrator"))
