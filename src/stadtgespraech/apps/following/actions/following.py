"""Beginning and ceasing to follow. What somebody reads is nobody else's business: none of it is journalled."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from stadtgespraech.apps.following import mails, news, queries
from stadtgespraech.apps.following.models import Follow
from stadtgespraech.apps.people.models import Person
from stadtgespraech.core import access, jobs
from stadtgespraech.core.errors import BadInput, NotFound
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.weaving import node_of

# A guest who does not confirm within this time is forgotten.
UNCONFIRMED_KEPT = timedelta(days=7)


@transaction.atomic
def follow(*, obj: Any, by: Any, now: datetime, pace: str = Follow.Pace.DIGEST) -> Follow:
    """Follow an object on the thread. Following twice only changes the pace.

    Args:
        obj: the object, or its node. The caller has made sure that ``by`` may see it.
        pace: one of ``Follow.Pace``.
    Raises:
        SignInFirst: nobody is signed in; guests use ``follow_as_guest``.
    """
    access.require(by, "following.follow_object")
    node = _node(obj)
    made, created = Follow.objects.get_or_create(
        node=node,
        person=by,
        email="",
        defaults={
            "pace": pace,
            "language": by.language,
            "token": _token(),
            "since": now,
            "confirmed_at": now,
            "told": news.there_already(node, seen_by=by),
        },
    )
    if not created and made.pace != pace:
        made.pace = pace
        made.save(update_fields=["pace"])
    return made


@transaction.atomic
def follow_as_guest(*, obj: Any, email: str, language: str, now: datetime, pace: str = Follow.Pace.DIGEST) -> Follow:
    """Follow with a mail address only: a mail asks whether it is theirs. Nothing is told before it is confirmed.

    Asking again, even for an address that is confirmed, looks the same from outside.

    Raises:
        BadInput: ``email`` is no mail address.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise BadInput(_("Das ist keine E-Mail-Adresse. Beispiel: name@example.org")) from None
    made, _created = Follow.objects.get_or_create(
        node=_node(obj),
        person=None,
        email=email,
        defaults={"pace": pace, "language": language, "token": _token(), "since": now},
    )
    if made.confirmed_at is None:
        mails.ask_to_confirm(made, now=now)
    return made


@transaction.atomic
def confirm_follow(*, token: str, now: datetime) -> Follow:
    """The link in the first mail was followed. Confirming twice changes nothing.

    Raises:
        NotFound: no such link, or it is too old.
    """
    made = queries.by_token(token)
    if made.confirmed_at is None:
        if made.since < now - UNCONFIRMED_KEPT:
            raise NotFound
        made.confirmed_at = now
        made.told = news.there_already(made.node, seen_by=made.person)
        made.save(update_fields=["confirmed_at", "told"])
    return made


@transaction.atomic
def unfollow(*, follow: Follow) -> None:
    """Follow no longer. What was told is forgotten with it; ceasing twice changes nothing."""
    Follow.objects.filter(pk=follow.pk).delete()


@transaction.atomic
def change_pace(*, follow: Follow, pace: str) -> Follow:
    """Be told at once, or once a day. What was told stays told."""
    Follow.objects.filter(pk=follow.pk).update(pace=pace)
    follow.pace = pace
    return follow


@transaction.atomic
def unfollow_everything(*, follow: Follow, now: datetime) -> int:
    """Whoever this follow belongs to wants no more mails. A guest's address is forgotten, with the mails to it.

    Returns:
        How many follows ended.
    """
    if follow.email:
        return forget_address(email=follow.email, now=now)
    return Follow.objects.filter(person=follow.person).delete()[0]


@transaction.atomic
def forget_address(*, email: str, now: datetime) -> int:
    """Erase a guest's mail address everywhere. Mails of an account with the same address are left alone."""
    ended = Follow.objects.filter(email__iexact=email).delete()[0]
    if not Person.objects.filter(email__iexact=email).exists():
        jobs.forget_address(email, now=now)
    return ended


@transaction.atomic
def forget_unconfirmed(*, now: datetime) -> int:
    """Forget addresses that somebody typed in but nobody confirmed."""
    return Follow.objects.filter(confirmed_at=None, since__lt=now - UNCONFIRMED_KEPT).delete()[0]


def _node(obj: Any) -> Node:
    return obj if isinstance(obj, Node) else node_of(obj)


def _token() -> str:
    return secrets.token_urlsafe(32)
