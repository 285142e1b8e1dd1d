"""Who may read which report."""

from stadtgespraech.core import access

access.permission("reports.see_strategy_check", access.has_role("strategy_office", "administrator"))
