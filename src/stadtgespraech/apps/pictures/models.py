"""Starting and target pictures: what many voices say, in words that every sector agrees to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.dialogue.models import Event, Sector, Topic
from stadtgespraech.core.languages import TranslatedField
from stadtgespraech.core.thread.objects import ThreadObject

# The relations that pictures make on the thread.
MERGED_INTO, LEADS_TO = "merged_into", "leads_to"


class Picture(ThreadObject):
    """How we see the city (starting picture) or how we want it to be (target picture).

    Which voices were merged into it stands on the thread: links ``merged_into`` with reason, actor and time. A target
    picture can grow out of starting pictures: links ``leads_to``. A picture that was merged into another one is
    archived and keeps its own links: the voices follow over it, and taking it out again loses nothing.
    """

    class Kind(models.TextChoices):
        STARTING = "starting", _("Ausgangsbild")
        TARGET = "target", _("Zielbild")

    class State(models.TextChoices):
        DRAFT = "draft", _("Entwurf")
        DISCUSSED = "discussed", _("wird abgestimmt")
        CONFIRMED = "confirmed", _("bestätigt")

    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices)
    title = TranslatedField(_("In einem Satz"))
    text = TranslatedField(_("Das Bild"), long=True)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="pictures", verbose_name=_("Thema")
    )
    state = models.CharField(_("Stand"), max_length=10, choices=State.choices, default=State.DRAFT)
    # Number of the current version; its words stand in the picture itself and in PictureVersion.
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    # What the conference confirmed last; it stays so while a newer version is being agreed.
    confirmed_version = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_in = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="confirmed_pictures", editable=False
    )
    # The picture that this one became a part of.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )

    class Meta:
        ordering = ["kind", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_version=None, confirmed_at=None)
                | Q(confirmed_version__isnull=False, confirmed_at__isnull=False),
                name="what_was_confirmed_and_when",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(archived_at__isnull=False), name="merged_pictures_are_archived"
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"/bilder/{self.slug}/"

    @property
    def quotable(self) -> str:
        """The title without its full stop, to be quoted inside of a sentence."""
        return str(self.title).rstrip().removesuffix(".")


class PictureVersion(models.Model):
    """The words of a picture as they were at one time, and why they were changed."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = TranslatedField(_("In einem Satz"))
    text = TranslatedField(_("Das Bild"), long=True)
    reason = models.CharField(_("Warum diese Fassung?"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # In which office: names of roles.
    roles = models.JSONField(default=list, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["picture", "number"], name="one_text_per_version")]


class Agreement(models.Model):
    """What one sector says to one version of a picture."""

    class Stance(models.TextChoices):
        AGREES = "agrees", _("stimmt zu")
        WITH_CHANGE = "with-change", _("stimmt mit einer Änderung zu")
        OBJECTS = "objects", _("widerspricht")

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("Bereich"))
    stance = models.CharField(_("Haltung"), max_length=12, choices=Stance.choices)
    # The wished change, or the reason of an objection.
    words = models.TextField(_("Änderung oder Grund"), max_length=2_000, blank=True)
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("Termin")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "sector__order", "sector__slug"]
        constraints = [
            models.UniqueConstraint(fields=["picture", "version", "sector"], name="one_stance_per_sector_and_version"),
            models.CheckConstraint(condition=Q(stance="agrees") | ~Q(words=""), name="changes_and_objections_say_why"),
        ]
