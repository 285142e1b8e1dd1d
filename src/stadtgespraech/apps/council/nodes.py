"""How papers, resolutions and bodies are named on the thread and in the search."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stadtgespraech.apps.council.models import DECIDED_BY, Body, Consultation, FollowUp, Paper, Resolution
from stadtgespraech.core import thread
from stadtgespraech.core.languages import in_every_language
from stadtgespraech.core.thread import LinkFacts, NodeFacts
from stadtgespraech.core.web.templatetags.formatting import day

Result = Consultation.Result


def _decisions(paper: Paper) -> list[Consultation]:
    steps = sorted(paper.consultations.all(), key=lambda step: (step.on, step.order, step.pk))
    return [step for step in steps if step.role == Consultation.Role.DECISION]


def note_of_paper(paper: Paper) -> str:
    """With its number and how it was decided, as far as that is known."""
    parts = [_("Drucksache %(number)s") % {"number": paper.number}] if paper.number else []
    if paper.state == Paper.State.DRAFT:
        return ", ".join([*parts, str(paper.get_state_display())])
    return ", ".join(
        [*parts, *(_("Beschluss: %(result)s") % {"result": step.get_result_display()} for step in _decisions(paper))]
    )


def sentence_of_paper(paper: Paper) -> str:
    """What the paper means for a voice. Says nothing that only the clock could know."""
    decisions = _decisions(paper)
    last = decisions[-1] if decisions else None
    words = {"title": paper.title}
    if paper.state == Paper.State.DRAFT:
        return _("Dazu entsteht gerade die Vorlage „%(title)s“.") % words
    if last is None:
        return _("Die Vorlage „%(title)s“ greift es auf.") % words
    match last.result:
        case Result.UNKNOWN if last.body.kind == Body.Kind.COUNCIL:
            text = _("Die Vorlage „%(title)s“ legt es dem Rat zur Entscheidung vor.")
        case Result.UNKNOWN:
            text = _("Die Vorlage „%(title)s“ legt es zur Entscheidung vor.")
        case Result.DEFERRED:
            text = _("Die Entscheidung über die Vorlage „%(title)s“ wurde vertagt.")
        case Result.REFERRED:
            text = _("Die Vorlage „%(title)s“ wurde an ein anderes Gremium verwiesen.")
        case Result.NOTED:
            text = _("Die Vorlage „%(title)s“ wurde zur Kenntnis genommen.")
        case _decided:
            text = _("Über die Vorlage „%(title)s“ ist entschieden.")
    return text % words


def describe_paper(paper: Paper) -> NodeFacts:
    submitted = "public" if paper.is_public else "council"
    visibility = "offices" if paper.state == Paper.State.DRAFT else submitted
    return NodeFacts(
        paper.title,
        paper.get_absolute_url(),
        summary=paper.summary,
        note=in_every_language(lambda: note_of_paper(paper)),
        sentence=in_every_language(lambda: sentence_of_paper(paper)),
        state="next" if paper.state == Paper.State.DRAFT else "done",
        on=paper.dated,
        visibility=visibility,
        unit_id=None if visibility == "public" else paper.unit_id,
        is_example=paper.is_example,
    )


def sentence_of_resolution(resolution: Resolution) -> str:
    """Who decided when, and how: "Der Rat hat am 3. Dezember 2026 zugestimmt." """
    is_council = resolution.body.kind == Body.Kind.COUNCIL
    words = {"body": _("Der Rat") if is_council else resolution.body.name, "day": day(resolution.on)}
    match resolution.result:
        case Resolution.Result.AGREED:
            text = _("%(body)s hat am %(day)s zugestimmt.")
        case Resolution.Result.AGREED_CHANGED:
            text = _("%(body)s hat am %(day)s mit Änderungen zugestimmt.")
        case _rejected:
            text = _("%(body)s hat am %(day)s abgelehnt.")
    return text % words


def note_of_resolution(resolution: Resolution) -> str:
    """The result, and how many of its follow-up items are finished."""
    items = list(resolution.follow_ups.all())
    parts = [str(resolution.get_result_display())]
    if items:
        finished = sum(item.state in (FollowUp.State.DONE, FollowUp.State.DROPPED) for item in items)
        words = {"finished": finished, "all": len(items)}
        parts.append(
            ngettext(
                "%(finished)s von %(all)s Auftrag abgeschlossen",
                "%(finished)s von %(all)s Aufträgen abgeschlossen",
                len(items),
            )
            % words
        )
    return " · ".join(parts)


def describe_resolution(resolution: Resolution) -> NodeFacts:
    paper = resolution.paper
    return NodeFacts(
        in_every_language(lambda: _("Beschluss zu „%(title)s“") % {"title": paper.title}),
        resolution.get_absolute_url(),
        summary=resolution.text,
        note=in_every_language(lambda: note_of_resolution(resolution)),
        sentence=in_every_language(lambda: sentence_of_resolution(resolution)),
        on=resolution.on,
        visibility="public" if paper.is_public else "council",
        unit_id=None if paper.is_public else paper.unit_id,
        is_example=resolution.is_example,
    )


def links_of_resolution(resolution: Resolution) -> Iterable[LinkFacts]:
    yield LinkFacts(resolution.paper, DECIDED_BY, resolution)


def describe_body(body: Body) -> NodeFacts:
    return NodeFacts(body.name, body.get_absolute_url(), is_example=body.is_example)


thread.register(
    "paper",
    Paper,
    label=gettext_lazy("Vorlage"),
    plural=gettext_lazy("Vorlagen"),
    describe=describe_paper,
    reads=("consultations__body",),
)
thread.register(
    "resolution",
    Resolution,
    label=gettext_lazy("Beschluss"),
    plural=gettext_lazy("Beschlüsse"),
    describe=describe_resolution,
    links=links_of_resolution,
    reads=("paper", "body", "follow_ups"),
)
thread.register("body", Body, label=gettext_lazy("Gremium"), plural=gettext_lazy("Gremien"), describe=describe_body)
