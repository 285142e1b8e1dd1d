"""What people say, on whichever channel, and what the city answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stadtgespraech.apps.dialogue.models import District, Event, Format, Sector, Stage, Topic
from stadtgespraech.apps.people.models import Unit
from stadtgespraech.core.thread.objects import ThreadObject

TITLE_LENGTH, TEXT_LENGTH, COMMENT_LENGTH = 120, 5_000, 2_000
RECEIPT_LENGTH = 8


class Voice(ThreadObject):
    """What one person said. The slug is its receipt: eight letters and digits that can be read out on the phone."""

    class State(models.TextChoices):
        PENDING = "pending", _("wird geprüft")
        PUBLISHED = "published", _("veröffentlicht")
        REJECTED = "rejected", _("nicht veröffentlicht")
        WITHDRAWN = "withdrawn", _("zurückgezogen")

    class Channel(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("Papierkarte")
        PHONE = "phone", _("Telefon")
        LETTER = "letter", _("Brief")
        EMAIL = "email", _("E-Mail")
        WORKSHOP = "workshop", _("Workshop-Karte")
        CONVERSATION = "conversation", _("Gespräch vor Ort")

    class OnErasure(models.TextChoices):
        """What becomes of the voice when its author's account is deleted; the author chooses."""

        KEEP = "keep", _("Meine Stimme bleibt, ohne meinen Namen")
        REMOVE = "remove", _("Meine Stimme wird gelöscht")

    class Refusal(models.TextChoices):
        RULES = "rules", _("verstößt gegen die Regeln des Gesprächs")
        PERSONAL_DATA = "personal-data", _("nennt persönliche Daten anderer")
        ADVERTISING = "advertising", _("ist Werbung")
        NOT_ABOUT_THE_CITY = "not-about-the-city", _("hat nichts mit der Stadt zu tun")
        SENT_TWICE = "sent-twice", _("ist doppelt eingegangen")

    title = models.CharField(_("In einem Satz"), max_length=TITLE_LENGTH)
    text = models.TextField(_("Was möchten Sie sagen?"), max_length=TEXT_LENGTH)
    # The language it was said in.
    language = models.CharField(_("Sprache"), max_length=10, default="de")
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="voices", verbose_name=_("Thema")
    )
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="voices", verbose_name=_("Stadtbezirk")
    )
    channel = models.CharField(_("Weg"), max_length=15, choices=Channel.choices, default=Channel.ONLINE)
    # Where it was said. The format also says for which sector it counts, unless the sector is named itself.
    stage = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="voices", verbose_name=_("Stufe")
    )
    format = models.ForeignKey(
        Format, null=True, blank=True, on_delete=models.PROTECT, related_name="voices", verbose_name=_("Format")
    )
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="voices", verbose_name=_("Termin")
    )
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="voices", verbose_name=_("Bereich")
    )
    # Who said it: an account, or nobody that we know. Paper and phone never get an account.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="voices"
    )
    signed_as = models.CharField(_("Name unter der Stimme"), max_length=80, blank=True)
    author_erased = models.BooleanField(default=False, editable=False)
    on_erasure = models.CharField(max_length=10, choices=OnErasure.choices, default=OnErasure.KEEP)
    # Who typed it in, for paper and phone.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_at = models.DateTimeField(_("Gesagt am"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    moderated_at = models.DateTimeField(null=True, blank=True, editable=False)
    refusal = models.CharField(_("Grund"), max_length=20, choices=Refusal.choices, blank=True)
    refusal_note = models.CharField(_("Erläuterung"), max_length=500, blank=True)
    # Name of an imported file and key within it: loading it twice changes nothing.
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    # Kept in step by the actions; `stadtgespraech recount-voices` compares and repairs.
    support_count = models.PositiveIntegerField(default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)

    # The clock: who has to answer until when.
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="voices", verbose_name=_("Zuständig")
    )
    # Whom an overdue answer is escalated to: the office that sponsors the field; None = the strategy office.
    sponsor_unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sponsored_voices",
        verbose_name=_("Patenschaft"),
    )
    routed_at = models.DateTimeField(null=True, blank=True, editable=False)
    acknowledged_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What the unit says to the author when it takes the voice on; public like the voice.
    acknowledgement = models.TextField(_("Ein paar Worte dazu"), max_length=1_000, blank=True)
    due_on = models.DateField(_("Antwort fällig am"), null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-given_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-given_at", "-id"], name="voice_newest"),
            models.Index(fields=["state", "-support_count", "-id"], name="voice_most_supported"),
            models.Index(fields=["unit", "due_on"], name="voice_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="one_voice_per_imported_row"
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"/stimmen/{self.slug}/"

    @property
    def speaker(self) -> str:
        """The name that stands under it. Whoever deleted their account is not named any more."""
        if self.author_erased:
            return str(_("gelöschtes Konto"))
        return self.signed_as or str(_("ohne Namen"))

    @property
    def receipt(self) -> str:
        """Its slug as it is printed and read out: ``k7m4pq2x`` becomes ``K7M4-PQ2X``."""
        return f"{self.slug[:4]}-{self.slug[4:]}".upper() if len(self.slug) == RECEIPT_LENGTH else self.slug


class VoiceContact(models.Model):
    """How somebody without an account can be answered (telephone, address). Never public; erased after the answer."""

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="contact")
    details = models.TextField(_("So erreichen wir die Person"), max_length=500)


class Attachment(models.Model):
    """A picture that came with a voice: re-encoded, without the data about place and camera that it carried."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="voices/")
    description = models.CharField(_("Was ist zu sehen?"), max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]


class Support(models.Model):
    """Somebody stands behind a voice."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supports")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "person"], name="one_support_per_person")]


class Comment(models.Model):
    """Something said to a voice, or to a comment on it. Replies to replies stand beside them: two levels, no more."""

    class State(models.TextChoices):
        PUBLISHED = "published", _("veröffentlicht")
        HIDDEN = "hidden", _("ausgeblendet")

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    signed_as = models.CharField(_("Name"), max_length=80, blank=True)
    author_erased = models.BooleanField(default=False)
    # Said by somebody of the administration as such: their office, shown instead of a name.
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(pgettext_lazy("voices", "Kommentar"), max_length=COMMENT_LENGTH)
    given_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PUBLISHED)
    reply_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["voice", "parent", "id"], name="comment_thread")]


class Complaint(models.Model):
    """Somebody finds that a voice or a comment breaks the rules."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="complaints")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.CASCADE, related_name="complaints")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("Was stimmt nicht?"), max_length=1_000)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]


class Answer(models.Model):
    """The city's answer to a voice: the end of its thread. One per voice; it stays whatever the voice is merged into."""

    class Disposition(models.TextChoices):
        ADOPTED = "adopted", _("wird übernommen")
        PARTLY = "partly", _("wird zum Teil übernommen")
        PLANNED = "planned", _("ist schon geplant")
        NOT_OURS = "not-ours", _("liegt nicht in der Hand der Stadt")
        REJECTED = "rejected", _("wird nicht übernommen")

    voice = models.OneToOneField(Voice, on_delete=models.CASCADE, related_name="answer")
    disposition = models.CharField(_("Ergebnis"), max_length=10, choices=Disposition.choices)
    text = models.TextField(_("Antwort (Markdown)"), max_length=TEXT_LENGTH)
    # Why not; asked for where the voice is not adopted.
    reason = models.TextField(_("Begründung"), max_length=1_000, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()
    # On or before the day it was due; None where no clock was running. A correction does not change it.
    in_time = models.BooleanField(null=True)
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = ["-given_at", "-id"]

    def __str__(self) -> str:
        return f"{self.voice_id}"

    def get_absolute_url(self) -> str:
        return f"{self.voice.get_absolute_url()}#antwort"

    @property
    def slug(self) -> str:
        """An answer is called what its voice is called."""
        return self.voice.slug


class EarlierAnswer(models.Model):
    """What an answer said before it was corrected, and why it was."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="earlier")
    disposition = models.CharField(max_length=10, choices=Answer.Disposition.choices)
    text = models.TextField(max_length=TEXT_LENGTH)
    reason = models.TextField(max_length=1_000, blank=True)
    replaced_at = models.DateTimeField()
    why = models.CharField(_("Warum wird die Antwort berichtigt?"), max_length=500)

    class Meta:
        ordering = ["-replaced_at", "-id"]
