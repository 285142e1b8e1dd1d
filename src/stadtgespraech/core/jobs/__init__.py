"""Work that is done later: jobs, the clock, and the mail outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtgespraech.core.jobs.names import UnknownJob, enqueue, job, known_names

if TYPE_CHECKING:
    from stadtgespraech.core.jobs.outbox import NewMail, forget_address, send_mail, send_mails

__all__ = [
    "NewMail",
    "UnknownJob",
    "enqueue",
    "forget_address",
    "job",
    "known_names",
    "send_mail",
    "send_mails",
]


def __getattr__(name: str) -> object:
    # The outbox has a model, and models can't be imported while Django is still loading its apps.
    if name in __all__:
        from stadtgespraech.core.jobs import outbox

        return getattr(outbox, name)
    raise AttributeError(name)
