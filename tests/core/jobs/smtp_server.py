"""A mail server on this machine that does what a test tells it to."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Behaviour:
    """What the server does and what it has received.

    Attributes:
        refuse_recipient: reply to RCPT TO, e.g. ``"451 later"``; empty means accept.
        refuse_content: reply after the mail's content.
        hang_up_after_content: take the mail and close the connection without a word.
        slow_answer: seconds between taking the content and saying so.
        wait_after_content: set by a test that wants to decide when the server answers.
    """

    refuse_recipient: str = ""
    refuse_content: str = ""
    hang_up_after_content: bool = False
    slow_answer: float = 0
    wait_after_content: threading.Event | None = None
    received: list[str] = field(default_factory=list)
    got_content: threading.Event = field(default_factory=threading.Event)
    port: int = 0


class _Handler(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        behaviour: Behaviour = self.server.behaviour  # type: ignore[attr-defined]
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            match line.split()[0].upper():
                case "EHLO" | "HELO" | "MAIL" | "RSET":
                    self.say("250 ok")
                case "RCPT":
                    self.say(behaviour.refuse_recipient or "250 ok")
                case "DATA":
                    self.say("354 go on")
                    if not self._take(behaviour):
                        return
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("502 unknown")

    def _take(self, behaviour: Behaviour) -> bool:
        content = b""
        while not content.endswith(b"\r\n.\r\n"):
            line = self.rfile.readline()
            if not line:
                return False
            content += line
        behaviour.received.append(content.decode())
        behaviour.got_content.set()
        time.sleep(behaviour.slow_answer)
        if behaviour.wait_after_content is not None:
            behaviour.wait_after_content.wait(30)
        if behaviour.hang_up_after_content:
            return False
        self.say(behaviour.refuse_content or "250 taken")
        return True


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed in the middle of a sentence is what these tests are about."""


@contextmanager
def smtp_server() -> Iterator[Behaviour]:
    """Run the server; yields its behaviour, which a test may change while it runs."""
    behaviour = Behaviour()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.behaviour = behaviour  # type: ignore[attr-defined]
        behaviour.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield behaviour
        server.shutdown()
