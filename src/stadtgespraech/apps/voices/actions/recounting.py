"""Bringing counters back in step with the rows that they count."""

from __future__ import annotations

from django.db import transaction

from stadtgespraech.apps.voices.models import Comment, Voice
from stadtgespraech.apps.voices.queries.recounting import CommentDrift, VoiceDrift, comment_drift, voice_drift


@transaction.atomic
def repair_counters() -> int:
    """Count anew; returns how many rows were wrong."""
    voices: list[VoiceDrift] = voice_drift(lock=True)
    for voice in voices:
        Voice.objects.filter(pk=voice.pk).update(support_count=voice.supports, comment_count=voice.comments)
    comments: list[CommentDrift] = comment_drift(lock=True)
    for comment in comments:
        Comment.objects.filter(pk=comment.pk).update(reply_count=comment.replies)
    return len(voices) + len(comments)
