"""Typed errors with a machine-readable code and a sentence for the reader.

Raise them anywhere below the views; the middleware and the API turn them into a page or JSON.
The sentence says what is wrong and what to do.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class HouseError(Exception):
    """Something the house refuses, with a translated sentence.

    Attributes:
        code: stable, for machines.
        status: HTTP status that fits.
        message: translated sentence for people.
    """

    code = "error"
    status = 400
    message: Any = _("Das hat nicht geklappt.")

    def __init__(self, message: Any = None) -> None:
        if message is not None:
            self.message = message
        super().__init__(str(self.message))


class BadInput(HouseError):
    """The input can't be used as it stands."""

    code = "bad-input"
    message = _("Diese Eingabe können wir nicht verwenden. Bitte prüfen Sie Ihre Angaben.")


class NotAllowed(HouseError):
    """The person may see the object, but not do this. Logged in the access log."""

    code = "not-allowed"
    status = 403
    message = _("Das dürfen Sie mit Ihrem Zugang nicht tun.")


class SignInFirst(NotAllowed):
    """A visitor asked for something that needs an account."""

    code = "sign-in-first"
    status = 401
    message = _("Bitte melden Sie sich an.")


class NotFound(HouseError):
    """Unknown and hidden objects give the same answer on purpose."""

    code = "not-found"
    status = 404
    message = _("Diese Seite gibt es nicht.")


class Conflict(HouseError):
    """Somebody else was faster; nothing was changed."""

    code = "conflict"
    status = 409
    message = _("Inzwischen hat sich etwas geändert. Es wurde nichts gespeichert. Bitte laden Sie die Seite neu.")


class AlreadySent(Conflict):
    """The same form was sent before with other contents."""

    code = "already-sent"
    message = _("Dieses Formular wurde schon mit anderem Inhalt abgeschickt. Bitte öffnen Sie es neu.")


class ChangedMeanwhile(Conflict):
    """Somebody else saved the object while this form was open; nothing was changed."""

    code = "changed-meanwhile"
    message = _(
        "Jemand anderes hat inzwischen gespeichert. Ihre Eingaben stehen noch hier, gespeichert wurde nichts. "
        "Bitte vergleichen Sie. Wenn Sie noch einmal speichern, gilt Ihre Fassung."
    )


class TooMany(HouseError):
    """Rate limit."""

    code = "too-many-requests"
    status = 429
    message = _("Das waren zu viele Versuche. Bitte warten Sie einige Minuten.")
