"""What our mails to followers say: plain sentences of the thread, where to read on, and how to stop."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from stadtgespraech.apps.following.models import Follow
from stadtgespraech.core import jobs
from stadtgespraech.core.thread import CHAIN, kinds
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.web.addresses import absolute, localized
from stadtgespraech.core.web.city import signature


def address(name: str, **parts: str) -> str:
    """The full address of one of our pages, in the language that is active."""
    return absolute(reverse(f"following:{name}", kwargs=parts or None))


def ask_to_confirm(follow: Follow, *, now: datetime) -> None:
    """Ask a guest whether the address is theirs.

    Somebody else may have typed it in: the mail repeats nothing that is not public already.
    """
    with override(follow.language):
        is_public = follow.node.visibility == Node.Visibility.PUBLIC
        what = _("„%(title)s“") % {"title": follow.node.title} if is_public else _("Ihrer Stimme")
        parts = [
            _("Jemand möchte unter dieser Adresse hören, was aus %(what)s wird. Sind Sie das?") % {"what": what},
            _("Dann bestätigen Sie es bitte hier: %(link)s") % {"link": address("confirm", token=follow.token)},
            _("Der Link gilt sieben Tage. Wenn Sie das nicht waren, brauchen Sie nichts zu tun."),
            signature(),
        ]
        jobs.send_mail(
            # Asked again after an hour at the earliest.
            key=f"follow-{follow.pk}-confirm-{int(now.timestamp() // 3600)}",
            to=follow.email,
            subject=_("Bitte bestätigen Sie: Sie möchten hören, was daraus wird"),
            body="\n\n".join(parts),
            urgent=True,
            now=now,
        )


def news(owner: Follow, found: list[tuple[Follow, list[Node]]], *, key: str) -> jobs.NewMail:
    """All news of one follower in one mail, in their language.

    Args:
        owner: one of their follows.
        found: what they follow, each with the nodes whose sentences are new.
    """
    language = owner.person.language if owner.person else owner.language
    with override(language):
        if len(found) == 1:
            subject = _("Neues zu „%(title)s“") % {"title": found[0][0].node.title}
        else:
            count = len(found)
            subject = ngettext("Neues zu einem Thema", "Neues zu %(n)s Themen, denen Sie folgen", count) % {"n": count}
        stop = address("stop_all", token=owner.token)
        parts = [
            *(part for follow, nodes in found for part in _section(follow, nodes)),
            _("Keine Mails mehr bekommen: %(link)s") % {"link": stop},
            signature(),
        ]
        return jobs.NewMail(
            key=key,
            to=owner.person.email if owner.person else owner.email,
            subject=subject,
            body="\n\n".join(parts),
            # One click in the mail program is enough (RFC 8058).
            headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )


def _section(follow: Follow, nodes: list[Node]) -> list[str]:
    node = follow.node
    head = f"{kinds()[node.kind].label}: „{node.title}“{_example(node)}\n{absolute(localized(node.address))}"
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    said = [
        f"* {one.sentence.in_language(language)}{_example(one)}"
        + (f"\n  {absolute(localized(one.address))}" if one.pk != node.pk else "")
        for one in sorted(nodes, key=lambda one: CHAIN.index(one.kind) if one.kind in CHAIN else len(CHAIN))
    ]
    stop = _("Dem nicht mehr folgen: %(link)s") % {"link": address("stop", token=follow.token)}
    return [head, *said, stop]


def _example(node: Node) -> str:
    return f" ({_('Beispiel')})" if node.is_example else ""
