"""What the council's actions refuse, each with its sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stadtgespraech.core.errors import BadInput, ChangedMeanwhile, Conflict


class SameDayTwice(Conflict):
    """A body consults a paper once a day."""

    code = "same-day-twice"
    message = _("Dieses Gremium berät die Vorlage an diesem Tag schon.")


class NotYet(BadInput):
    """A session that has not been held has no result."""

    code = "not-yet"
    message = _("Die Sitzung liegt in der Zukunft. Ein Ergebnis gibt es erst danach.")


class ResultMeanwhile(ChangedMeanwhile):
    """Somebody else entered a result since the caller read the consultation; nothing was changed."""

    code = "result-meanwhile"
    message = _(
        "Jemand anderes hat inzwischen ein Ergebnis eingetragen. Gespeichert wurde nichts. Bitte vergleichen Sie."
    )


class NotSubmitted(Conflict):
    """Nobody consults or decides a draft."""

    code = "not-submitted"
    message = _("Die Vorlage ist noch ein Entwurf. Reichen Sie sie zuerst ein.")


class SubmittedAlready(Conflict):
    """A paper is submitted once."""

    code = "submitted-already"
    message = _("Diese Vorlage ist schon eingereicht.")


class NumberTaken(BadInput):
    """Two papers never share a number."""

    code = "number-taken"
    message = _("Diese Drucksache-Nr. hat schon eine andere Vorlage. Bitte prüfen Sie die Nummer.")


class NothingToPropose(BadInput):
    """A paper comes from something: at least one picture or project."""

    code = "nothing-to-propose"
    message = _("Bitte wählen Sie mindestens ein Bild oder ein Projekt aus, um das es in der Vorlage geht.")


class ForeignUnit(BadInput):
    """A unit drafts papers in its own name only."""

    code = "foreign-unit"
    message = _("Sie können eine Vorlage nur für Ihren eigenen Fachbereich entwerfen.")


class ResolutionStands(Conflict):
    """A result that made a resolution is not taken back on the quiet."""

    code = "resolution-stands"
    message = _(
        "Zu dieser Beratung gibt es einen Beschluss. Nehmen Sie zuerst den Beschluss mit einer Begründung zurück."
    )


class SameBody(BadInput):
    """Referring means: to another body."""

    code = "same-body"
    message = _("Verwiesen wird an ein anderes Gremium. Wenn dasselbe Gremium später berät, vertagen Sie die Beratung.")


class NotLater(BadInput):
    """What follows comes later."""

    code = "not-later"
    message = _("Die nächste Beratung muss nach dieser liegen. Bitte prüfen Sie den Tag.")


class TakenBack(Conflict):
    """The resolution was taken back; nothing follows from it any more."""

    code = "taken-back"
    message = _("Dieser Beschluss wurde zurückgenommen. Es wurde nichts gespeichert.")


class ReasonMissing(BadInput):
    """What is dropped or late says why."""

    code = "reason-missing"
    message = _("Bitte schreiben Sie eine Begründung.")
