"""The words of a picture and their versions; its way from draft to archive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue.models import Topic
from stadtgespraech.apps.pictures.models import Picture, PictureVersion
from stadtgespraech.apps.pictures.queries.voices import parts_of
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput, ChangedMeanwhile, Conflict
from stadtgespraech.core.languages import Translated
from stadtgespraech.core.locking import locked
from stadtgespraech.core.text.slugs import free_slug, slug_of

# A word that stands for a page of its own in the address.
TAKEN = frozenset({"neu", "aufnehmen"})
MOST_TRIES = 5
# Leaves room in the column for "-2" and more.
LONGEST_STEM = 70
WORDS = ("title", "text")


class ReasonMissing(BadInput):
    """Every change of words says why."""

    code = "reason-missing"
    message = _("Bitte schreiben Sie, warum. Die Begründung steht öffentlich bei der neuen Fassung.")


class Archived(Conflict):
    """A picture in the archive does not change."""

    code = "archived"
    message = _("Dieses Bild ist im Archiv. Es kann nicht mehr geändert werden.")


def locked_and_current(picture: Picture, *, version: int | None = None) -> Picture:
    """The same for actions that need a picture outside of the archive.

    Args:
        version: the one that was seen; None where it does not matter.
    Raises:
        Archived, NotFound; ChangedMeanwhile: there is a newer version than the one that was seen.
    """
    picture = locked(picture)
    if picture.archived_at is not None:
        raise Archived
    if version is not None and version != picture.version:
        raise ChangedMeanwhile(_("Inzwischen gibt es eine neue Fassung. Bitte lesen Sie sie zuerst."))
    return picture


@transaction.atomic
def create_picture(
    *,
    kind: str,
    title: Translated,
    text: Translated,
    topic: Topic | None = None,
    is_example: bool = False,
    by: Any,
    now: datetime,
) -> Picture:
    """Begin a picture as a draft; its address follows from its title.

    Args:
        kind: a ``Picture.Kind``.
    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in moderation.
        Conflict: others keep making pictures of this title at the same time.
    """
    access.require(by, "pictures.create_picture")
    picture = stored(
        Picture(kind=kind, title=title, text=text, topic=topic, is_example=is_example or by.is_example),
        reason="",
        by=by,
        now=now,
    )
    journal.record("picture.created", subject=picture, by=by, at=now, picture_kind=kind, topic=topic)
    return picture


def stored(picture: Picture, *, reason: str, by: Any, now: datetime) -> Picture:
    """Store a new picture with its first version, and put it on the thread."""
    words = Translated.of(picture.title).in_language(settings.LANGUAGE_CODE)
    stem = slug_of(words, longest=LONGEST_STEM, otherwise="bild")
    for _try in range(MOST_TRIES):
        picture.slug = free_slug(Picture.objects.all(), stem, reserved=TAKEN)
        try:
            with transaction.atomic():
                picture.save(force_insert=True)
        except IntegrityError:
            continue
        _keep_version(picture, reason=reason, by=by, now=now)
        thread.put(picture, at=now)
        return picture
    raise Conflict


def _keep_version(picture: Picture, *, reason: str, by: Any, now: datetime) -> None:
    PictureVersion.objects.create(
        picture=picture,
        number=picture.version,
        title=picture.title,
        text=picture.text,
        reason=reason,
        by=by,
        roles=sorted(access.roles_of(by)),
        at=now,
    )


@transaction.atomic
def change_picture(*, picture: Picture, changes: dict[str, Any], reason: str, by: Any, now: datetime) -> Picture:
    """Change a picture. New words are a new version, which every sector has to agree to anew.

    What the conference confirmed stays readable as what it confirmed. What is equal already is no change.

    Args:
        changes: any of ``title``, ``text`` and ``topic``.
        reason: why; asked for where words change.
    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in moderation.
        Archived: it is in the archive.
        ReasonMissing: words change, and nobody says why.
    """
    access.require(by, "pictures.change_picture", picture)
    picture = locked_and_current(picture)
    changed = sorted(name for name, value in changes.items() if getattr(picture, name) != value)
    if not changed:
        return picture
    has_new_words = any(name in WORDS for name in changed)
    if has_new_words and not reason.strip():
        raise ReasonMissing
    for name in changed:
        setattr(picture, name, changes[name])
    if has_new_words:
        picture.version += 1
        if picture.state == Picture.State.CONFIRMED:
            picture.state = Picture.State.DISCUSSED
        _keep_version(picture, reason=reason.strip(), by=by, now=now)
    picture.save(update_fields=[*changed, "version", "state"])
    thread.put(picture, at=now)
    kind = "picture.rewritten" if has_new_words else "picture.changed"
    journal.record(kind, subject=picture, by=by, at=now, fields=changed, version=picture.version, reason=reason.strip())
    return picture


@transaction.atomic
def open_agreement(*, picture: Picture, by: Any, now: datetime) -> Picture:
    """Make a draft public, for the sectors to agree on. Doing it twice changes nothing.

    Drafts that were merged into it become public with it, as otherwise their voices would stay hidden.

    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in moderation.
        Archived: it is in the archive.
    """
    access.require(by, "pictures.change_picture", picture)
    picture = locked_and_current(picture)
    if picture.state == Picture.State.DRAFT:
        for part in parts_of(picture):
            Picture.objects.filter(pk=part.pk).update(state=Picture.State.DISCUSSED)
            part.state = Picture.State.DISCUSSED
            thread.put(part, at=now)
        picture.state = Picture.State.DISCUSSED
        journal.record("picture.opened", subject=picture, by=by, at=now, version=picture.version)
    return picture


@transaction.atomic
def archive_picture(*, picture: Picture, by: Any, now: datetime) -> Picture:
    """Take a picture out of the lists; links and history stay. Archiving twice changes nothing.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
    """
    access.require(by, "pictures.archive_picture", picture)
    picture = locked(picture)
    if picture.archived_at is None:
        picture.archived_at = now
        picture.save(update_fields=["archived_at"])
        thread.put(picture, at=now)
        journal.record("picture.archived", subject=picture, by=by, at=now)
    return picture


@transaction.atomic
def restore_picture(*, picture: Picture, by: Any, now: datetime) -> Picture:
    """Take an archived picture up again.

    Raises:
        NotAllowed: ``by`` does not work in the strategy office.
        Conflict: it is a part of another picture; it has to be taken out there.
    """
    access.require(by, "pictures.archive_picture", picture)
    picture = locked(picture)
    if picture.merged_into_id is not None:
        raise Conflict(_("Dieses Bild ist Teil eines anderen. Bitte lösen Sie es dort wieder heraus."))
    if picture.archived_at is not None:
        picture.archived_at = None
        picture.save(update_fields=["archived_at"])
        thread.put(picture, at=now)
        journal.record("picture.restored", subject=picture, by=by, at=now)
    return picture
