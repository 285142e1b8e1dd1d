"""Who wants to hear what becomes of something on the thread."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stadtgespraech.core.thread.models import Node


class Follow(models.Model):
    """A person with an account, or a confirmed mail address, follows an object on the thread."""

    class Pace(models.TextChoices):
        AT_ONCE = "at-once", _("sofort")
        DIGEST = "digest", _("gesammelt, einmal am Tag")

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="follows")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    # Guests: told only after the link in a first mail was followed.
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    pace = models.CharField(_("Wie oft?"), max_length=10, choices=Pace.choices, default=Pace.DIGEST)
    language = models.CharField(max_length=10, default="de")
    # Confirms and unsubscribes without signing in; never shown on a page.
    token = models.CharField(max_length=43, unique=True)
    since = models.DateTimeField()
    # Fingerprints of the sentences that were told already: what is new is what is not in here.
    told = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "person"], condition=Q(email=""), name="one_follow_per_person"),
            models.UniqueConstraint(fields=["node", "email"], condition=~Q(email=""), name="one_follow_per_address"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, email="") | (Q(person__isnull=True) & ~Q(email="")),
                name="a_person_or_an_address",
            ),
        ]


class Round(models.Model):
    """Up to when one of the two rounds of mails has looked for news."""

    name = models.CharField(primary_key=True, max_length=10)
    looked_until = models.DateTimeField()
