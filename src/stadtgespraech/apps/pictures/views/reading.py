"""What everybody reads: the list, a picture, its versions, its voices."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stadtgespraech.apps.dialogue.models import Stage, Topic
from stadtgespraech.apps.pictures import queries
from stadtgespraech.apps.pictures.forms import PictureFilterForm
from stadtgespraech.apps.pictures.models import Picture
from stadtgespraech.apps.pictures.queries.reading import AGREED, ARCHIVED, OBJECTED, OPEN, pictures_in_full
from stadtgespraech.apps.pictures.views.ways import to_picture, to_pictures
from stadtgespraech.core import access, thread

PAGE, VERSIONS_ON_A_PAGE, VOICES_ON_A_PAGE = 24, 10, 20
QUOTED = 3


@require_safe
def pictures(request: HttpRequest) -> HttpResponse:
    """All pictures by topic, narrowed by kind, topic, state or words."""
    person = access.person_of(request)
    form = PictureFilterForm(request.GET)
    topics = access.visible(Topic, to=person).filter(archived_at=None).order_by("order", "slug")
    form.offer("thema", [(topic.slug, str(topic.name)) for topic in topics], _("alle Themen"))
    form.offer("art", Picture.Kind.choices, _("alle Bilder"))
    states = [
        (value, label)
        for value, label in Picture.State.choices
        if value != Picture.State.DRAFT or access.sees_internal(person)
    ]
    how_far: list[tuple[str, Any]] = [
        (OPEN, _("wird abgestimmt: Zustimmung fehlt noch")),
        (OBJECTED, _("wird abgestimmt: ein Bereich widerspricht")),
        (AGREED, _("abgestimmt, noch nicht bestätigt")),
    ]
    archive = [(ARCHIVED, _("archiviert"))] if access.may(person, "pictures.archive_picture") else []
    form.offer("stand", [*states, *how_far, *archive], _("jeder Stand"))
    only = queries.PictureFilter(**form.chosen())
    page = Paginator(queries.pictures(seen_by=person, only=only), PAGE).get_page(request.GET.get("seite"))
    context = {
        "filter": form,
        "is_filtered": only != queries.PictureFilter(),
        "page": page,
        "sectors": queries.sector_count(),
        "page_has_examples": any(one.is_example for one in page.object_list),
        "may_create": access.may(person, "pictures.create_picture"),
        "may_grow": access.may(person, "pictures.grow_target_picture"),
    }
    return render(request, "pictures/pictures.html", context)


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """One picture: its words, who stands behind it, who agrees, and its place on the thread."""
    person = access.person_of(request)
    found = access.get(Picture, to=person, rows=pictures_in_full(seen_by=person), slug=slug)
    agreed = queries.agreement_of(found)
    voices = queries.voices_behind(found).select_related("district")
    is_current = found.archived_at is None
    may_record = is_current and access.may(person, "pictures.record_agreement", found)
    is_discussed = found.state == Picture.State.DISCUSSED
    may_confirm = is_discussed and agreed.is_complete and access.may(person, "pictures.confirm_picture", found)
    opens = queries.open_now() if is_current and is_discussed and may_record else frozenset()
    origins, outcomes = thread.origins_and_outcomes(found, seen_by=person)
    context = {
        "crumbs": to_pictures(),
        "picture": found,
        "agreed": agreed,
        "standing": queries.standing_behind(found),
        "quoted": list(voices.order_by("-support_count", "-given_at", "-pk")[:QUOTED]),
        "confirmed": queries.confirmed_words(found),
        "origins": origins,
        "outcomes": outcomes,
        "page_has_examples": found.is_example,
        "is_open": Stage.Opens.AGREEMENT in opens,
        "may_record": may_record and is_discussed,
        "can_confirm": may_confirm and Stage.Opens.CONFIRMATION in opens,
        "may_confirm": is_current and may_confirm,
        "may_change": is_current and access.may(person, "pictures.change_picture", found),
        "may_merge": is_current and access.may(person, "pictures.merge_voices", found),
        "may_merge_pictures": access.may(person, "pictures.merge_pictures", found),
        "may_grow": is_current and access.may(person, "pictures.grow_target_picture", found),
        "may_answer": is_current
        and access.may(person, "pictures.answer_voices", found)
        and queries.unanswered_voices(found).exists(),
        "may_archive": access.may(person, "pictures.archive_picture", found),
    }
    return render(request, "pictures/picture.html", context)


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version, with what changed word by word, why, and who changed it."""
    person = access.person_of(request)
    found = access.get(Picture, to=person, slug=slug)
    page = Paginator(found.versions.order_by("-number"), VERSIONS_ON_A_PAGE).get_page(request.GET.get("seite"))
    # One more, to compare the last one with.
    end = page.end_index() + 1 if page.paginator.count else 0
    rows = found.versions.order_by("-number")[max(page.start_index() - 1, 0) : end]
    context = {
        "crumbs": to_picture(found),
        "picture": found,
        "page": page,
        "versions": queries.versions_of(found, rows),
        "page_has_examples": found.is_example,
    }
    return render(request, "pictures/versions.html", context)


@require_safe
def voices(request: HttpRequest, slug: str) -> HttpResponse:
    """All voices behind a picture."""
    person = access.person_of(request)
    found = access.get(Picture, to=person, slug=slug)
    rows = queries.voices_behind(found).select_related("topic", "district")
    page = Paginator(rows.order_by("-support_count", "-given_at", "-pk"), VOICES_ON_A_PAGE)
    shown = page.get_page(request.GET.get("seite"))
    context = {
        "crumbs": to_picture(found),
        "picture": found,
        "page": shown,
        "page_has_examples": found.is_example or any(voice.is_example for voice in shown.object_list),
        "may_merge": found.archived_at is None and access.may(person, "pictures.merge_voices", found),
    }
    return render(request, "pictures/voices.html", context)
