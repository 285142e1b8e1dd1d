"""How units are named for the search. They have no place on the chain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core import thread
from stadtgespraech.core.thread import NodeFacts


def describe_unit(unit: Unit) -> NodeFacts:
    return NodeFacts(unit.name, unit.get_absolute_url(), summary=unit.description, is_example=unit.is_example)


thread.register(
    "unit", Unit, label=_("Fachbereich oder Stelle"), plural=_("Fachbereiche und Stellen"), describe=describe_unit
)
