"""Who may see voices and what hangs on them, and who may do what."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rules.predicates import always_allow, predicate

from stadtgespraech.apps.voices.models import Answer, Attachment, Comment, Complaint, Voice
from stadtgespraech.core import access

# Who works with voices before they are public.
_OFFICES = frozenset({"strategy_office", "moderator"})


def visible_voices(person: Any) -> Q:
    """Everybody sees what is published; the offices see all; authors see their own in every state."""
    if access.roles_of(person) & _OFFICES:
        return Q()
    public = Q(state=Voice.State.PUBLISHED, archived_at=None)
    return public if person is None else public | Q(author_id=person.pk)


def of_visible_voices(person: Any) -> Q:
    return Q(voice__in=access.visible(Voice, to=person).values("pk"))


def visible_comments(person: Any) -> Q:
    """Comments of visible voices; hidden ones only for the offices and who wrote them."""
    if access.roles_of(person) & _OFFICES:
        return Q()
    public = Q(state=Comment.State.PUBLISHED)
    if person is not None:
        public |= Q(author_id=person.pk)
    return public & of_visible_voices(person)


access.visibility(Voice, visible_voices)
access.visibility(Comment, visible_comments)
access.visibility(Answer, of_visible_voices)


@predicate
def is_author(person: Any, voice: Any) -> bool:
    return person is not None and voice is not None and voice.author_id == person.pk


_moderation = access.has_role(*_OFFICES)
# Anybody, with or without an account, while a stage opens it: the action asks.
access.permission("voices.submit_voice", always_allow)
access.permission("voices.withdraw_voice", is_author)
access.permission("voices.support_voice", access.is_signed_in & ~is_author)
access.permission("voices.see_own_voices", access.is_signed_in)
access.permission("voices.enter_voice", _moderation)
access.permission("voices.publish_voice", _moderation)
access.permission("voices.refuse_voice", _moderation)
access.permission("voices.sort_voice", _moderation)
access.permission("voices.see_contact", _moderation)


# -- The clock -------------------------------------------------------------------------------------


@predicate
def is_in_charge(person: Any, voice: Any) -> bool:
    """Whether the voice waits for this person's unit."""
    is_theirs = voice is not None and voice.unit_id is not None and voice.unit_id in access.units_of(person)
    return is_theirs and "unit" in access.roles_of(person)


_strategy_office = access.has_role("strategy_office")
access.permission("voices.route_voice", access.has_role(*_OFFICES))
access.permission("voices.acknowledge_voice", is_in_charge | _strategy_office)
access.permission("voices.answer_voice", is_in_charge | _strategy_office)
access.permission("voices.correct_answer", is_in_charge | _strategy_office)
access.permission("voices.see_deadlines", access.has_role("unit", *_OFFICES))
# Telling somebody who can only be reached by phone or letter, and then forgetting how to reach them.
access.permission("voices.tell_answer", is_in_charge | access.has_role(*_OFFICES))


# -- Comments, complaints, pictures, tables --------------------------------------------------------


def visible_attachments(person: Any) -> Q:
    """Whoever sees the voice. Somebody without an account sees their own by their browser's session (sent_from_here.py)."""
    return of_visible_voices(person)


@predicate
def is_own_comment(person: Any, comment: Any) -> bool:
    return person is not None and comment is not None and comment.author_id == person.pk


@predicate
def works_for(person: Any, unit: Any) -> bool:
    return unit is not None and unit.pk in access.units_of(person)


access.visibility(Attachment, visible_attachments)
access.visibility(Complaint, lambda person: Q() if access.roles_of(person) & _OFFICES else Q(pk__in=[]))
access.permission("voices.write_comment", access.is_signed_in)
access.permission("voices.comment_as_unit", works_for)
access.permission("voices.hide_comment", _moderation)
access.permission("voices.show_comment", _moderation)
access.permission("voices.delete_comment", is_own_comment)
access.permission("voices.complain", always_allow)
access.permission("voices.see_complaints", _moderation)
access.permission("voices.close_complaint", _moderation)
access.permission("voices.add_attachment", is_author | _moderation)
access.permission("voices.remove_attachment", is_author | _moderation)
access.permission("voices.moderate_attachments", _moderation)
access.permission("voices.import_voices", _moderation)
access.permission("voices.publish_imported_voices", access.has_role("strategy_office"))
access.permission("voices.moderate_imported_voices", _moderation)
