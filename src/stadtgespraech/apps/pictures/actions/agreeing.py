"""What the sectors say to a picture, and that the conference confirms it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue.models import Event, Sector, Stage
from stadtgespraech.apps.dialogue.queries import open_stage
from stadtgespraech.apps.pictures.actions.writing import ReasonMissing, locked_and_current
from stadtgespraech.apps.pictures.models import Agreement, Picture
from stadtgespraech.apps.pictures.queries.agreement import agreement_of
from stadtgespraech.core import access, journal, thread
from stadtgespraech.core.errors import BadInput, Conflict


class AgreementClosed(Conflict):
    """No open stage lets the sectors agree, or this picture is not up for it."""

    code = "agreement-closed"
    message = _("Zurzeit läuft keine Stufe, in der die Bereiche über Bilder abstimmen.")


class ConfirmationClosed(Conflict):
    """No open stage lets the conference confirm."""

    code = "confirmation-closed"
    message = _("Zurzeit läuft keine Stufe, in der die Konferenz Bilder bestätigt.")


class NotAgreed(Conflict):
    """A sector objects, or has not spoken yet."""

    code = "not-agreed"
    message = _("Noch haben nicht alle Bereiche dieser Fassung zugestimmt.")


class WordsMissing(BadInput):
    """A change or an objection says what it is about."""

    code = "words-missing"
    message = _("Bitte schreiben Sie auf, welche Änderung gewünscht ist oder warum der Bereich widerspricht.")


def _discussed(picture: Picture, version: int | None) -> Picture:
    picture = locked_and_current(picture, version=version)
    if picture.state == Picture.State.DRAFT:
        raise AgreementClosed(_("Dieses Bild ist noch ein Entwurf. Geben Sie es zuerst zur Abstimmung."))
    if picture.state == Picture.State.CONFIRMED:
        raise AgreementClosed(_("Diese Fassung ist schon bestätigt. Erst eine neue Fassung wird neu abgestimmt."))
    return picture


@transaction.atomic
def record_agreement(
    *,
    picture: Picture,
    sector: Sector,
    stance: str,
    words: str = "",
    event: Event | None = None,
    version: int | None = None,
    is_example: bool = False,
    by: Any,
    now: datetime,
) -> Agreement:
    """Record what a sector says to the current version; a later word replaces the earlier one.

    Args:
        stance: an ``Agreement.Stance``.
        words: the wished change, or the reason of an objection.
        event: where it was said; None = in writing.
        version: the version the sector spoke about; None = the current one.
    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in moderation.
        AgreementClosed: no stage is open for it, or the picture is a draft or confirmed.
        ChangedMeanwhile: there is a newer version.
        WordsMissing: a change or an objection without words.
    """
    access.require(by, "pictures.record_agreement", picture)
    if stance not in Agreement.Stance.values:
        raise BadInput
    words = words.strip()
    if stance != Agreement.Stance.AGREES and not words:
        raise WordsMissing
    if open_stage(Stage.Opens.AGREEMENT) is None:
        raise AgreementClosed
    picture = _discussed(picture, version)
    found = Agreement.objects.filter(picture=picture, version=picture.version, sector=sector).first()
    before = found.stance if found else ""
    if found is not None and (found.stance, found.words, found.event) == (stance, words, event):
        return found
    agreement = found or Agreement(picture=picture, version=picture.version, sector=sector)
    agreement.stance, agreement.words, agreement.event, agreement.by, agreement.at = stance, words, event, by, now
    agreement.is_example = is_example or by.is_example or picture.is_example
    agreement.save()
    thread.put(picture, at=now)
    journal.record(
        "picture.agreement_recorded",
        subject=picture,
        by=by,
        at=now,
        sector=sector,
        version=picture.version,
        before=before,
        stance=stance,
        words=words,
        event=event,
    )
    return agreement


@transaction.atomic
def withdraw_agreement(
    *, picture: Picture, sector: Sector, reason: str, version: int | None = None, by: Any, now: datetime
) -> bool:
    """Take back what a sector said to the current version: the sector withdrew it, or it was entered by mistake.

    The journal keeps what it was. True if there was something.

    Raises:
        NotAllowed, AgreementClosed, ChangedMeanwhile: see :func:`record_agreement`.
        ReasonMissing: nobody says why.
    """
    access.require(by, "pictures.record_agreement", picture)
    if not reason.strip():
        raise ReasonMissing
    if open_stage(Stage.Opens.AGREEMENT) is None:
        raise AgreementClosed
    picture = _discussed(picture, version)
    found = Agreement.objects.filter(picture=picture, version=picture.version, sector=sector).first()
    if found is None:
        return False
    facts: dict[str, Any] = {"sector": sector, "version": picture.version, "stance": found.stance, "words": found.words}
    found.delete()
    thread.put(picture, at=now)
    journal.record("picture.agreement_withdrawn", subject=picture, by=by, at=now, reason=reason.strip(), **facts)
    return True


@transaction.atomic
def confirm_picture(
    *, picture: Picture, event: Event | None = None, version: int | None = None, by: Any, now: datetime
) -> Picture:
    """Write down that the conference confirmed the current version. Confirming twice changes nothing.

    Args:
        event: the conference, where it has an event.
        version: what was confirmed; None = the current version.
    Raises:
        NotAllowed: ``by`` works neither in the strategy office nor in moderation.
        ConfirmationClosed: no stage is open for it.
        ChangedMeanwhile: there is a newer version.
        NotAgreed: a sector objects or has not spoken yet, or the picture is a draft.
    """
    access.require(by, "pictures.confirm_picture", picture)
    if open_stage(Stage.Opens.CONFIRMATION) is None:
        raise ConfirmationClosed
    picture = locked_and_current(picture, version=version)
    if picture.state == Picture.State.CONFIRMED:
        return picture
    if picture.state == Picture.State.DRAFT or not agreement_of(picture).is_complete:
        raise NotAgreed
    picture.state = Picture.State.CONFIRMED
    picture.confirmed_version, picture.confirmed_at, picture.confirmed_in = picture.version, now, event
    picture.save(update_fields=["state", "confirmed_version", "confirmed_at", "confirmed_in"])
    thread.put(picture, at=now)
    journal.record("picture.confirmed", subject=picture, by=by, at=now, version=picture.version, event=event)
    return picture


__all__ = [
    "AgreementClosed",
    "ConfirmationClosed",
    "NotAgreed",
    "ReasonMissing",
    "WordsMissing",
    "confirm_picture",
    "record_agreement",
    "withdraw_agreement",
]
