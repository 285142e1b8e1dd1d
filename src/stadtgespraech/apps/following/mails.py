"""What our mails to followers say: plain sentences, and how to stop them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from stadtgespraech.apps.following.models import Follow
from stadtgespraech.core import jobs
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.web.city import city


def address(name: str, **parts: str) -> str:
    """The full address of one of our pages, in the language that is active."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(f'following:{name}', kwargs=parts or None)}"


def signature() -> str:
    return "--\n" + _("Stadtgespräch %(city)s, %(site)s") % {"city": city().name, "site": settings.SITE_URL}


def ask_to_confirm(follow: Follow, *, now: datetime) -> None:
    """Ask a guest whether the address is theirs.

    Somebody else may have typed it in: the mail repeats nothing that is not public already.
    """
    with override(follow.language):
        is_public = follow.node.visibility == Node.Visibility.PUBLIC
        what = _("„%(title)s“") % {"title": follow.node.title} if is_public else _("Ihrer Stimme")
        body = "\n\n".join(
            [
                _("Jemand möchte unter dieser Adresse hören, was aus %(what)s wird. Sind Sie das?") % {"what": what},
                _("Dann bestätigen Sie es bitte hier: %(link)s") % {"link": address("confirm", token=follow.token)},
                _("Der Link gilt sieben Tage. Wenn Sie das nicht waren, brauchen Sie nichts zu tun."),
                signature(),
            ]
        )
        jobs.send_mail(
            # Asked again after an hour at the earliest.
            key=f"follow-{follow.pk}-confirm-{int(now.timestamp() // 3600)}",
            to=follow.email,
            subject=_("Bitte bestätigen Sie: Sie möchten hören, was daraus wird"),
            body=body,
            urgent=True,
            now=now,
        )
