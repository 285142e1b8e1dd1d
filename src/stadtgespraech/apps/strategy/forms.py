"""What the strategy office types in."""

from __future__ import annotations

from stadtgespraech.apps.strategy.models import Goal
from stadtgespraech.core.web.submissions import OnceModelForm


class GoalForm(OnceModelForm):
    """The texts of a goal."""

    class Meta:
        model = Goal
        fields = ["name", "summary", "description"]
