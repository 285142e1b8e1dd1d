"""One round of mails: who has news is found first, then each of them gets one mail."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import transaction

from stadtgespraech.apps.following import mails, news, queries
from stadtgespraech.apps.following.models import Follow, Round
from stadtgespraech.apps.following.queries import Follower
from stadtgespraech.core import jobs
from stadtgespraech.core.thread.models import Node
from stadtgespraech.core.thread.reach import Downstream, downstream_of, seer

BATCH = 500
# A change carries the time at which its request began; it can become visible later than that.
LATE_COMMITS = timedelta(minutes=15)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
Pace = Follow.Pace


def tell_news(*, now: datetime, pace: str, batch: int = BATCH) -> int:
    """Write one mail to everybody who has news since the last round.

    A round starts at what changed and walks the thread upstream to those who follow, so its work grows with the news
    and not with the followers. Ten statements for each batch of followers, whatever they follow.

    Args:
        pace: ``at-once`` looks at follows of that pace only; ``digest`` at all, so that nothing is lost between the
            two when somebody changes their pace.
        batch: followers whose mails are written in one transaction.
    Returns:
        Number of mails.
    """
    last = Round.objects.filter(pk=pace).values_list("looked_until", flat=True).first()
    since = (last - LATE_COMMITS) if last else _BEGINNING
    paces: list[str] = [Pace.AT_ONCE] if pace == Pace.AT_ONCE else list(Pace.values)
    written = 0
    for followers in _batches(queries.followers_with_changes(since=since, paces=paces), batch):
        written += _tell(followers, paces=paces, now=now)
    # Only now: a round that was broken off is made up for by the next one; nobody is told twice.
    Round.objects.update_or_create(pk=pace, defaults={"looked_until": now})
    return written


def _batches(followers: Iterable[Follower], size: int) -> Iterator[list[Follower]]:
    rest = iter(followers)
    while batch := list(islice(rest, size)):
        yield batch


@transaction.atomic
def _tell(followers: list[Follower], *, paces: list[str], now: datetime) -> int:
    """Mails and what was told are written together; the rows are locked, so that two rounds can't tell the same."""
    of_follower: dict[Follower, list[Follow]] = defaultdict(list)
    for follow in queries.follows_of_many(followers):
        of_follower[follow.person_id, follow.email or None].append(follow)
    people = {follow.person.pk: follow.person for own in of_follower.values() for follow in own if follow.person}
    queries.read_roles(people.values())
    reach = downstream_of({follow.node_id for own in of_follower.values() for follow in own})
    written, changed = [], []
    for own in of_follower.values():
        found = _news_of(own, reach, paces=paces)
        if found:
            written.append(_mail(own, found))
            changed += [follow for follow, _nodes in found]
    jobs.send_mails(written, now=now)
    Follow.objects.bulk_update(changed, ["told"], batch_size=BATCH)
    return len(written)


def _news_of(own: list[Follow], reach: Downstream, *, paces: list[str]) -> list[tuple[Follow, list[Node]]]:
    """What one follower was not told yet, by what they follow; each sentence once. Notes in ``told`` that it is told."""
    may_see = seer(own[0].person)
    told = {fingerprint for follow in own for fingerprint in follow.told}
    found = []
    for follow in own:
        if follow.pace not in paces:
            continue
        fresh = {}
        for node in reach.seen_from(follow.node_id, may_see=may_see):
            if news.is_told(node) and (name := news.fingerprint(node)) not in told:
                fresh[name] = node
        if fresh:
            told |= fresh.keys()
            follow.told = sorted({*follow.told, *fresh})
            found.append((follow, list(fresh.values())))
    return found


def _mail(own: list[Follow], found: list[tuple[Follow, list[Node]]]) -> jobs.NewMail:
    named = sorted(f"{follow.pk} {news.fingerprint(node)}" for follow, nodes in found for node in nodes)
    key = hashlib.sha256("\n".join(named).encode()).hexdigest()[:32]
    return mails.news(own[0], found, key=f"follow-news-{key}")
