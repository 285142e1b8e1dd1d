"""Who may see the workplace."""

from stadtgespraech.core import access

access.permission("dashboard.see_workplace", access.has_role(*access.ROLES))
