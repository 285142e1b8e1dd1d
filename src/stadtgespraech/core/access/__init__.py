"""The one place that decides who may see and do what."""

from stadtgespraech.core.access.permissions import (
    ROLES,
    has_role,
    is_signed_in,
    may,
    permission,
    permission_names,
    person_of,
    require,
    roles_of,
    sees_internal,
    units_of,
)
from stadtgespraech.core.access.visible_rows import get, visibility, visible

__all__ = [
    "ROLES",
    "get",
    "has_role",
    "is_signed_in",
    "may",
    "permission",
    "permission_names",
    "person_of",
    "require",
    "roles_of",
    "sees_internal",
    "units_of",
    "visibility",
    "visible",
]
