"""The worker: one loop that keeps the clock, sends mails, runs jobs, and gives up on dead colleagues."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import uuid
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from stadtgespraech.core.jobs import clock, outbox, queue
from stadtgespraech.core.jobs.models import Worker
from stadtgespraech.core.jobs.queue import Backoff

logger = logging.getLogger("stadtgespraech.jobs")


class Heart(threading.Thread):
    """Renews the worker's lease while the main thread is busy, on a connection of its own."""

    def __init__(self, worker_id: str, lease: timedelta) -> None:
        super().__init__(name="heart", daemon=True)
        self.worker_id = worker_id
        self.lease = lease
        self.started_at = timezone.now()
        self.stopping = threading.Event()

    def beat(self) -> None:
        """Sign on, or renew the lease."""
        now = timezone.now()
        Worker.objects.update_or_create(
            pk=self.worker_id,
            defaults={
                "host": socket.gethostname()[:200],
                "process": os.getpid(),
                "started_at": self.started_at,
                "lease_until": now + self.lease,
            },
        )

    def run(self) -> None:
        while not self.stopping.wait(self.lease.total_seconds() / 4):
            try:
                close_old_connections()
                self.beat()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("The lease could not be renewed: %s", error)
        connections.close_all()


class JobWorker:
    """Works until it is told to stop; the job in hand is finished first.

    Args:
        poll: seconds between two looks at an empty queue.
        lease: after this long without a sign of life a worker counts as dead.
        until_empty: stop as soon as nothing is due.
    """

    def __init__(self, *, poll: float, lease: timedelta, backoff: Backoff, until_empty: bool = False) -> None:
        self.id = uuid.uuid4().hex
        self.poll = poll
        self.backoff = backoff
        self.until_empty = until_empty
        self.heart = Heart(self.id, lease)
        self.stopping = threading.Event()
        self._housekeeping_every = min(lease / 2, timedelta(seconds=5))
        self._housekeeping_due = timezone.now()

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT let the job in hand finish; the second one does not."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():
            os._exit(1)  # the next worker finds the job by our lease
        self.stopping.set()

    def run(self) -> None:
        """Work until stopped."""
        self.heart.beat()
        self.heart.start()
        try:
            while not self.stopping.is_set():
                if self._step_safely() or self.stopping.is_set():
                    continue
                if self.until_empty:
                    break
                self.stopping.wait(self.poll)
        finally:
            self.heart.stopping.set()
            self.heart.join()
            Worker.objects.filter(pk=self.id).delete()

    def _step_safely(self) -> bool:
        try:
            close_old_connections()
            return self.step()
        except (DatabaseError, InterfaceError) as error:
            # The database is away or locked. What was in hand is put back by the next housekeeping.
            logger.warning("The database did not answer: %s", error)
            self.stopping.wait(self.poll)
            return not self.until_empty

    def step(self) -> bool:
        """Do the next thing.

        Returns:
            False when nothing was due.
        """
        now = timezone.now()
        if now >= self._housekeeping_due:
            self._housekeeping_due = now + self._housekeeping_every
            queue.reap(now=now, own_id=self.id)
            clock.tick(now)
        sent = outbox.deliver_next(worker_id=self.id, now=now)
        queued = queue.claim(worker_id=self.id)
        if queued is not None:
            queue.run(queued, backoff=self.backoff)
        return sent or queued is not None
