"""What our mails about accounts say. Plain text, no links that carry more than they must."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from stadtgespraech.core import jobs
from stadtgespraech.core.web.addresses import absolute
from stadtgespraech.core.web.city import signature

_IGNORE = gettext_lazy("Wenn Sie das nicht waren, brauchen Sie nichts zu tun.")
# name → subject and paragraphs
TEXTS: dict[str, tuple[Any, list[Any]]] = {
    "code": (
        gettext_lazy("Ihr Code: %(code)s"),
        [
            gettext_lazy("Ihr Code für die Anmeldung ist: %(code)s"),
            gettext_lazy("Er gilt 15 Minuten. Geben Sie ihn niemandem weiter; wir fragen Sie nie danach."),
            _IGNORE,
        ],
    ),
    "new_account_code": (
        gettext_lazy("Ihr Code: %(code)s"),
        [
            gettext_lazy("Ihr Code für das neue Konto ist: %(code)s"),
            gettext_lazy("Er gilt 15 Minuten. Danach können Sie einen neuen anfordern."),
            _IGNORE,
        ],
    ),
    "unknown": (
        gettext_lazy("Zu dieser Adresse gibt es noch kein Konto"),
        [
            gettext_lazy("Jemand wollte sich mit dieser Adresse anmelden. Es gibt dazu aber noch kein Konto."),
            gettext_lazy("Ein Konto legen Sie hier an: %(new_account)s"),
            _IGNORE,
        ],
    ),
    "known": (
        gettext_lazy("Sie haben schon ein Konto"),
        [
            gettext_lazy("Jemand wollte mit dieser Adresse ein Konto anlegen. Sie haben aber schon eines."),
            gettext_lazy("Hier melden Sie sich an: %(sign_in)s"),
            _IGNORE,
        ],
    ),
    "use_password": (
        gettext_lazy("Bitte melden Sie sich mit Passwort an"),
        [
            gettext_lazy("Ihr Konto hat Aufgaben in der Verwaltung. Deshalb reicht ein Code per E-Mail nicht aus."),
            gettext_lazy("Hier melden Sie sich mit Passwort und zweitem Faktor an: %(sign_in_with_password)s"),
            _IGNORE,
        ],
    ),
    "use_code": (
        gettext_lazy("Sie brauchen kein Passwort"),
        [
            gettext_lazy("Ihr Konto hat kein Passwort. Sie melden sich mit einem Code an, den wir Ihnen schicken."),
            gettext_lazy("Hier bekommen Sie den Code: %(sign_in)s"),
            _IGNORE,
        ],
    ),
    "new_password": (
        gettext_lazy("Neues Passwort setzen"),
        [
            gettext_lazy("Mit diesem Link setzen Sie ein neues Passwort: %(link)s"),
            gettext_lazy("Er gilt drei Tage und nur einmal."),
            _IGNORE,
        ],
    ),
    "role_given": (
        gettext_lazy("Sie haben eine neue Aufgabe"),
        [
            gettext_lazy("Sie haben jetzt die Aufgabe „%(role)s“."),
            gettext_lazy(
                "Dafür melden Sie sich mit Passwort und zweitem Faktor an, nicht mehr mit einem Code per E-Mail. "
                "Wenn Sie noch kein Passwort haben, setzen Sie es hier: %(link)s"
            ),
            gettext_lazy("Der Link gilt drei Tage. Danach bekommen Sie hier einen neuen: %(forgotten_password)s"),
        ],
    ),
    "security": (
        gettext_lazy("Änderung an Ihrem Konto"),
        [
            gettext_lazy("%(what)s"),
            gettext_lazy("Wenn Sie das nicht waren, wenden Sie sich bitte sofort an die technische Verwaltung."),
        ],
    ),
}


def text_of(name: str, **values: Any) -> tuple[str, str]:
    """Subject and body in the reader's language."""
    places = {
        "new_account": address("account_signup"),
        "sign_in": address("account_login"),
        "sign_in_with_password": address("account_sign_in_with_password"),
        "forgotten_password": address("account_reset_password"),
    }
    subject, paragraphs = TEXTS[name]
    filled = {**places, **values}
    return str(subject) % filled, "\n\n".join([*(str(part) % filled for part in paragraphs), signature()])


def address(name: str, **parts: Any) -> str:
    """The full address of one of our pages."""
    return absolute(reverse(name, kwargs=parts or None))


def send(name: str, *, to: str, now: datetime | None = None, **values: Any) -> None:
    """Put one of these mails into the outbox; somebody is waiting for it."""
    subject, body = text_of(name, **values)
    jobs.send_mail(key=f"people-{name}-{uuid.uuid4()}", to=to, subject=subject, body=body, urgent=True, now=now)
