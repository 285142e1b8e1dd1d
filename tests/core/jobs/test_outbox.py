"""The mail outbox: in the transaction of its cause, at most once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from stadtgespraech.core import jobs
from stadtgespraech.core.jobs import outbox, queue, tasks
from stadtgespraech.core.jobs.mail_backend import OutboxBackend
from stadtgespraech.core.jobs.models import OutgoingMail
from tests.core.jobs.smtp_server import Behaviour, smtp_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings: Any) -> Iterator[Behaviour]:
    with smtp_server() as behaviour:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", behaviour.port, 5
        yield behaviour


def put(key: str = "one", **changes: Any) -> OutgoingMail:
    values = {"to": "anna@example.org", "subject": "Grüße", "body": "Für Übermut: 5 €\n.\nEnde"}
    return jobs.send_mail(key=key, **(values | changes))


def deliver() -> bool:
    return outbox.deliver_next(worker_id="me", now=timezone.now() + timedelta(days=1))


def states() -> list[tuple[str, str, int]]:
    return list(OutgoingMail.objects.order_by("id").values_list("key", "state", "attempts"))


def test_a_mail_is_sent_once_whole_and_readable(server: Behaviour) -> None:
    put()
    assert (deliver(), deliver(), states()) == (True, False, [("one", "sent", 1)])
    (content,) = server.received
    mail = message_from_bytes(content.replace("\r\n..", "\r\n.").removesuffix(".\r\n").encode(), policy=policy.default)
    assert (mail["Subject"], mail["To"], mail.get_content().strip().replace("\r\n", "\n")) == (
        "Grüße",
        "anna@example.org",
        "Für Übermut: 5 €\n.\nEnde",
    )


def test_the_same_key_is_one_mail(server: Behaviour) -> None:
    put()
    put(body="another text")
    deliver()
    put()
    assert (deliver(), len(server.received), "another" in server.received[0]) == (False, 1, False)


def test_a_mail_exists_only_if_its_cause_does() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put()
        raise ZeroDivisionError
    assert states() == []


@pytest.mark.parametrize("address", ["", "nobody", "a@example.org\nBcc: b@example.org", "a@example.org,b@example.org"])
def test_a_wrong_address_is_refused_at_once(address: str) -> None:
    with pytest.raises(ValidationError):
        put(to=address)
    assert states() == []


def test_a_subject_is_one_line(server: Behaviour) -> None:
    put(subject="Hello\nBcc: b@example.org")
    deliver()
    mail = message_from_bytes(server.received[0].encode(), policy=policy.default)
    assert (mail["Subject"], mail["Bcc"]) == ("Hello Bcc: b@example.org", None)


def test_a_mail_refused_for_now_is_sent_later(server: Behaviour) -> None:
    put()
    server.refuse_recipient = "451 later"
    deliver()
    assert (states(), OutgoingMail.objects.get().last_error) == ([("one", "queued", 1)], "451 later")
    assert outbox.deliver_next(worker_id="me", now=timezone.now()) is False  # it waits first
    server.refuse_recipient = ""
    deliver()
    assert (states(), len(server.received)) == ([("one", "sent", 2)], 1)


def test_a_mail_refused_after_its_content_is_sent_later(server: Behaviour) -> None:
    put()
    server.refuse_content = "452 disk full"
    deliver()
    assert states() == [("one", "queued", 1)]


def test_a_mail_refused_for_good_is_failed(server: Behaviour) -> None:
    put()
    server.refuse_recipient = "550 nobody of this name"
    assert (deliver(), deliver(), states()) == (True, False, [("one", "failed", 1)])


def test_a_mail_server_that_is_down_loses_nothing(server: Behaviour, settings: Any) -> None:
    put()
    settings.EMAIL_PORT = 1
    deliver()
    assert states() == [("one", "queued", 1)]
    settings.EMAIL_PORT = server.port
    deliver()
    assert (states(), len(server.received)) == ([("one", "sent", 2)], 1)


def test_a_mail_that_never_gets_through_is_given_up(server: Behaviour, settings: Any) -> None:
    put()
    settings.EMAIL_PORT = 1
    for _attempt in range(outbox.ATTEMPTS):
        deliver()
    assert states() == [("one", "failed", outbox.ATTEMPTS)]


def test_a_connection_lost_after_the_content_leaves_the_mail_unclear(server: Behaviour) -> None:
    put()
    server.hang_up_after_content = True
    assert (deliver(), deliver(), states(), len(server.received)) == (True, False, [("one", "unclear", 1)], 1)


def test_an_unclear_mail_is_sent_again_only_when_a_person_says_so(server: Behaviour) -> None:
    put()
    server.hang_up_after_content = True
    deliver()
    server.hang_up_after_content = False
    assert (deliver(), outbox.send_again("one", now=timezone.now()), deliver(), states()) == (
        False,
        True,
        True,
        [("one", "sent", 1)],
    )
    assert outbox.send_again("one", now=timezone.now()) is False


def test_a_mail_whose_worker_died_is_unclear_and_never_sent(server: Behaviour) -> None:
    put()
    outbox._claim("dead", timezone.now())
    assert queue.reap(now=timezone.now(), own_id="me") == 1
    assert (deliver(), states(), server.received) == (False, [("one", "unclear", 1)], [])


def test_urgent_mail_overtakes_mass_mail(server: Behaviour) -> None:
    put("mass-1")
    put("mass-2")
    OutboxBackend().send_messages([EmailMessage("Ihr Code", "1234", to=["a@example.org", "b@example.org"])])
    for _mail in range(3):
        deliver()
    assert [state for _key, state, _attempts in states()] == ["sent", "queued", "sent", "sent"]
    assert len({mail.to for mail in OutgoingMail.objects.filter(urgent=True)}) == 2


def test_old_mails_lose_everything_personal(server: Behaviour, settings: Any) -> None:
    settings.MAIL_KEPT_DAYS = 30
    for key in ("old", "young", "waiting"):
        put(key)
    deliver()
    deliver()
    OutgoingMail.objects.filter(key="old").update(over_at=timezone.now() - timedelta(days=31))
    tasks.erase_old_mails.call()
    assert [(mail.key, mail.to, mail.subject, mail.body != "") for mail in OutgoingMail.objects.order_by("id")] == [
        ("old", "", "", False),
        ("young", "anna@example.org", "Grüße", True),
        ("waiting", "anna@example.org", "Grüße", True),
    ]
    put("old")  # its key stays taken
    assert OutgoingMail.objects.count() == 3


def test_a_deleted_account_gets_no_more_mail_and_leaves_none(server: Behaviour) -> None:
    put("sent")
    deliver()
    put("waiting")
    put("somebody else's", to="berta@example.org")
    assert jobs.forget_address("Anna@example.org", now=timezone.now()) == 2
    assert (deliver(), deliver(), len(server.received)) == (True, False, 2)
    assert sorted(OutgoingMail.objects.values_list("to", "body")) == [
        ("", ""),
        ("", ""),
        ("berta@example.org", "Für Übermut: 5 €\n.\nEnde"),
    ]


def test_in_the_demo_nothing_leaves_the_machine(server: Behaviour, settings: Any) -> None:
    settings.DEMO = True
    put()
    assert (deliver(), states(), server.received) == (True, [("one", "sent", 1)], [])


def test_many_mails_are_queued_at_once_and_known_keys_change_nothing() -> None:
    put("old")
    mails = [
        jobs.NewMail(key, f"{key}@example.org", "Neues", "Text", headers={"List-Unsubscribe": "<https://example.org/>"})
        for key in ("old", "one", "two")
    ]
    jobs.send_mails(mails, now=timezone.now())
    rows = OutgoingMail.objects.order_by("key").values_list("key", "to", "headers")
    asked = {"List-Unsubscribe": "<https://example.org/>"}
    assert list(rows) == [
        ("old", "anna@example.org", {}),
        ("one", "one@example.org", asked),
        ("two", "two@example.org", asked),
    ]
    jobs.forget_address("two@example.org", now=timezone.now())
    assert OutgoingMail.objects.get(key="two").headers == {}


def test_one_wrong_address_queues_none_of_many() -> None:
    mails = [jobs.NewMail(str(number), to, "Neues", "Text") for number, to in enumerate(("a@example.org", "keine"))]
    with pytest.raises(ValidationError):
        jobs.send_mails(mails, now=timezone.now())
    assert OutgoingMail.objects.count() == 0
