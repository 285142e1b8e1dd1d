"""Looks at a running site over HTTP, as a visitor would."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit


@dataclass(frozen=True)
class Page:
    """What the server answered."""

    path: str
    status: int
    seconds: float
    body: bytes
    content_type: str

    @property
    def links(self) -> list[str]:
        """Paths on the same site that the page links to."""
        if "html" not in self.content_type:
            return []
        parser = _Links()
        parser.feed(self.body.decode("utf-8", "replace"))
        targets = (urlsplit(urldefrag(urljoin(f"http://site{self.path}", link)).url) for link in parser.found)
        same_site = (target for target in targets if target.scheme == "http" and target.netloc == "site")
        return list(dict.fromkeys(target.path + (f"?{target.query}" if target.query else "") for target in same_site))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {"a": "href", "link": "href", "script": "src", "img": "src"}.get(tag)
        self.found += [value for name, value in attrs if name == wanted and value]


def fetch(port: int, path: str, *, timeout: float = 30, host: str = "127.0.0.1") -> Page:
    """GET one page, following redirects on the same site.

    Raises:
        OSError: nobody answers.
    """
    started = time.monotonic()
    for _step in range(5):
        connection = http.client.HTTPConnection(host, port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{port}", "Accept-Language": "de"})
            answer = connection.getresponse()
            body = answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()
        target = answer.getheader("Location")
        if answer.status not in (301, 302, 303, 307, 308) or not target:
            break
        path = urljoin(path, urlsplit(target)._replace(scheme="", netloc="").geturl())
    return Page(path, answer.status, time.monotonic() - started, body, answer.getheader("Content-Type") or "")


def wait_until_up(port: int, path: str, *, seconds: float, give_up_when: Callable[[], object] = lambda: None) -> bool:
    """Wait until a page is there (any status below 500).

    Args:
        give_up_when: checked between attempts; anything true ends the wait.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and not give_up_when():
        with suppress(OSError):
            if fetch(port, path, timeout=seconds).status < 500:
                return True
        time.sleep(0.1)
    return False


def probe(port: int, paths: Iterable[str]) -> list[Page]:
    """Fetch these pages and everything they link to on the same site, each once."""
    pages = {path: fetch(port, path) for path in paths}
    linked = {link for page in pages.values() for link in page.links} - pages.keys()
    return [*pages.values(), *(fetch(port, link) for link in sorted(linked))]
