"""A client that does not give up: it sends the same form again until it is told that it was accepted."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATH = "/barriere-melden/"
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME = re.compile(r'name="([^"]+)"')
VALUE = re.compile(r'value="([^"]*)"')


@dataclass
class Tally:
    """What the clients did.

    Attributes:
        accepted: texts for which the site said that it has them.
        repeated: how often a form was sent again.
        strange: answers that are neither acceptance nor an outage.
    """

    accepted: list[str] = field(default_factory=list)
    repeated: int = 0
    strange: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class RetryingClient(threading.Thread):
    """Reports barriers, one after another, until told to stop; the one in hand is brought to its end.

    Args:
        loses_answers: share of answers that get lost on their way to the client.
    """

    def __init__(self, port: int, tally: Tally, stopping: threading.Event, *, seed: int, loses_answers: float) -> None:
        super().__init__()
        self.port = port
        self.tally = tally
        self.stopping = stopping
        self.random = random.Random(seed)
        self.loses_answers = loses_answers

    def run(self) -> None:
        while not self.stopping.is_set():
            text = f"report {uuid.uuid4()}"
            form, cookie = self._open_form()
            self._send_until_accepted(urlencode({**form, "text": text}), cookie)
            with self.tally.lock:
                self.tally.accepted.append(text)

    def _address(self) -> str:
        # Many people, not one: the site limits reports per connection.
        return ".".join(str(self.random.randint(1, 250)) for _part in range(4))

    def _request(
        self, method: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(
                method, PATH, body, {"Host": f"localhost:{self.port}", "X-Forwarded-For": self._address(), **headers}
            )
            if method == "POST" and self.random.random() < self.loses_answers:
                connection.sock.settimeout(self.random.uniform(0, 0.1))
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()

    def _open_form(self) -> tuple[dict[str, str], str]:
        while True:
            try:
                status, headers, page = self._request("GET", None, {})
            except OSError:
                time.sleep(0.05)
                continue
            if status == 200:
                cookies = SimpleCookie("; ".join(headers.get_all("Set-Cookie") or []))
                fields = {NAME.findall(tag)[0]: (VALUE.findall(tag) or [""])[0] for tag in HIDDEN.findall(page)}
                return fields, "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items())
            self._note(status, page)

    def _send_until_accepted(self, body: str, cookie: str) -> None:
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        while True:
            try:
                status, _headers, page = self._request("POST", body, headers)
            except OSError:
                status, page = 0, ""
            if status == 302:
                return
            if status:
                self._note(status, page)
            time.sleep(0.05)
            with self.tally.lock:
                self.tally.repeated += 1

    def _note(self, status: int, page: str) -> None:
        with self.tally.lock:
            self.tally.strange.append(f"{status}: {page[:200]}")
        time.sleep(0.2)
