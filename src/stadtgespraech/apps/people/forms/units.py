"""What the strategy office says about units."""

from __future__ import annotations

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.web.submissions import OnceModelForm


class UnitForm(OnceModelForm):
    """Name and tasks of a unit."""

    class Meta:
        model = Unit
        fields = ["name", "description"]
