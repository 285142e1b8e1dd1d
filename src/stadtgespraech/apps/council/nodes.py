"""How papers and bodies are named on the thread and in the search."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from stadtgespraech.apps.council.models import Body, Consultation, Paper
from stadtgespraech.core import thread
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.thread import NodeFacts


def describe_paper(paper: Paper) -> NodeFacts:
    """With its number and how it was decided, as far as that is known."""
    decisions = [step for step in paper.consultations.all() if step.role == Consultation.Role.DECISION]
    note = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            parts = [_("Drucksache %(number)s") % {"number": paper.number}] if paper.number else []
            parts += [_("Beschluss: %(result)s") % {"result": step.get_result_display()} for step in decisions]
            note[code] = ", ".join(parts)
    return NodeFacts(
        paper.title,
        paper.get_absolute_url(),
        summary=paper.summary,
        note=Translated(note),
        on=paper.dated,
        # The thread knows no class for the council: there a paper that is not public stays with its unit and the office.
        visibility="public" if paper.is_public else "unit",
        unit_id=None if paper.is_public else paper.unit_id,
        is_example=paper.is_example,
    )


def describe_body(body: Body) -> NodeFacts:
    return NodeFacts(body.name, body.get_absolute_url(), is_example=body.is_example)


thread.register(
    "paper",
    Paper,
    label=gettext_lazy("Vorlage"),
    plural=gettext_lazy("Vorlagen"),
    describe=describe_paper,
    reads=("consultations",),
)
thread.register("body", Body, label=gettext_lazy("Gremium"), plural=gettext_lazy("Gremien"), describe=describe_body)
