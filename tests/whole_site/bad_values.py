"""What people, scanners and broken programs send: a fixed seed, so that every run sends the same."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import quote_plus, urlencode

LONG = "ä" * 500_000  # a megabyte
# Bytes, because some of them are no text.
VALUES: dict[str, bytes] = {
    "nothing": b"",
    "blanks": b"   \t\r\n ",
    "NUL": b"a\x00b",
    "only NUL": b"\x00",
    "lone surrogate": b"x\xed\xa0\x80y",
    "no UTF-8": b"\xff\xfe\xc3",
    "right to left": "\u202eabc\u2066\u200f".encode(),
    "no characters": b"\xef\xbf\xbe\xef\xbf\xbf\xc2\x85\x1b[31m",
    "megabyte": LONG.encode(),
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈".encode() * 50,
    "huge number": b"9" * 400,
    "too large for the database": b"9223372036854775808",
    "huge exponent": b"1e309",
    "deep exponent": b"1E-999999999",
    "NaN": b"NaN",
    "infinity": b"-Infinity",
    "Arabic digits": "١٢٣".encode(),
    "superscript": "²".encode(),
    "negative": b"-1",
    "zero": b"0",
    "underscore": b"1_000",
    "hexadecimal": b"0x1F",
    "boolean": b"true",
    "list": b"[1,2]",
    "object": b'{"de": {"x": 1}}',
    "markup": b"<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": b"{{ request }}{% debug %}%(name)s%s{0}",
    "SQL": b"' OR 1=1; DROP TABLE people_person; --",
    "path": b"../../../../etc/passwd",
    "address of another site": b"https://example.org/\r\nSet-Cookie: a=b",
    "formula": b'=HYPERLINK("https://example.org")',
    "impossible date": b"31.02.2024",
    "year zero": b"0000-00-00",
    "far date": b"99999-12-31",
    "unknown choice": b"no-such-choice",
    "UUID of nobody": b"00000000-0000-0000-0000-000000000000",
    "Markdown": b"[x](javascript:alert(1)) " + b"[" * 2_000 + b"*" * 2_000,
}
CHARACTERS = "&=%;"


@dataclass(frozen=True)
class Body:
    """What is sent, and as what."""

    name: str
    content_type: str
    data: bytes


@dataclass
class FormOnPage:
    """A form as a browser sees it: the names and values it would send untouched."""

    method: str = "get"
    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FormOnPage] = []
        self._inside: FormOnPage | None = None
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = FormOnPage(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self._inside)
        form, name = self._inside, given.get("name", "")
        if form is None:
            return
        if name and given.get("aria-invalid") == "true":
            form.refused.add(name)
        if tag == "input" and name:
            self._input(form, name, given)
        elif tag == "select":
            self._select = name
            form.choices[name] = []
        elif tag == "option" and self._select:
            form.choices[self._select].append(given.get("value", ""))
            if "selected" in given or self._select not in form.fields:
                form.fields[self._select] = given.get("value", "")
        elif tag == "textarea" and name:
            self._textarea = name
            form.fields[name] = ""

    def _input(self, form: FormOnPage, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" in given:
                form.fields[name] = given.get("value", "on")
        else:
            form.fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._textarea and self._inside is not None:
            self._inside.fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""


def forms_on(page: str) -> list[FormOnPage]:
    reader = FormReader()
    reader.feed(page)
    return reader.forms


# What fits most fields that must not be empty.
FILLINGS = ("Text", "2025", "31.12.2025", "12:30", "mensch@example.org", "1", "12345678", "ja")


def fill_in(form: FormOnPage, send: Callable[[dict[str, str]], FormOnPage | None]) -> None:
    """Fill in what the site refuses, until it takes the form or nothing more helps.

    Args:
        send: sends values; returns the form as it comes back with its errors, or None when it was taken.
    """
    for attempt, filling in enumerate(FILLINGS):
        back = send(form.fields)
        if back is None:
            return
        for name in back.refused:
            choices = [choice for choice in form.choices.get(name, []) if choice]
            form.fields[name] = choices[attempt % len(choices)] if choices else filling


@lru_cache(256)
def _quoted(value: bytes) -> str:
    """Kept, because the same megabyte is sent to every form."""
    return quote_plus(value)


def encoded(fields: list[tuple[str, bytes]]) -> bytes:
    return "&".join(f"{quote_plus(name)}={_quoted(value)}" for name, value in fields).encode()


def multipart(fields: list[tuple[str, bytes]], files: list[tuple[str, str, bytes]], *, boundary: str = "xXx") -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in fields
    ]
    parts += [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode(
            "utf-8", "surrogatepass"
        )
        + content
        + b"\r\n"
        for name, file, content in files
    ]
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xXx"


def broken_bodies(form: FormOnPage, *, seed: str, count: int) -> Iterator[Body]:
    """``count`` ways to send this form wrongly: every field gets its share of every bad value in turn."""
    chance = random.Random(seed)
    plain = [(name, value.encode()) for name, value in form.fields.items()]
    names = [name for name in {**form.fields, **form.choices} if name != "csrfmiddlewaretoken"] or ["x"]
    bad = sorted(VALUES)
    chance.shuffle(bad)
    spoilt = []
    # As many fields as it takes to place every bad value somewhere, spread over the fields.
    for position, what in enumerate(bad):
        name = names[position % len(names)]
        fields = [*((key, value) for key, value in plain if key != name), (name, VALUES[what])]
        spoilt.append(Body(f"{what} in {name}", FORM, encoded(fields)))
    everything = [
        Body(f"{what} everywhere", FORM, encoded([(name, VALUES[what]) for name in names]))
        for what in chance.sample(bad, 3)
        if what != "megabyte"
    ]
    shapes = [
        Body("nothing at all", FORM, b""),
        Body(
            "unknown fields",
            FORM,
            encoded([*plain, ("is_superuser", b"1"), ("id", b"1"), ("pk", b"1"), ("__proto__", b"x")]),
        ),
        Body("every field twice", FORM, encoded([*plain, *((name, b"zwei") for name in names)])),
        Body("too many fields", FORM, encoded([(f"f{number}", b"") for number in range(2_500)])),
        Body("too large", FORM, encoded([(names[0], b"x" * 2_600_000)])),
        Body("JSON", "application/json", b'{"a": [1, {"b": null}]}'),
        Body("broken JSON", "application/json", b'{"a": '),
        Body("no multipart", "multipart/form-data", b"--x\r\n"),
        Body("cut-off multipart", MULTIPART, multipart(plain, [("file", "a.csv", b"a;b")])[:-40]),
        Body("unknown charset", f"{FORM}; charset=klingon", encoded(plain)),
        Body("UTF-16", f"{FORM}; charset=utf-16", "a=ä".encode("utf-16")),
        Body("unknown type", "image/png", b"\x89PNG\r\n"),
        Body("percent signs", FORM, b"%%%=%zz&" + CHARACTERS.encode() * 50),
    ]
    uploads = [
        Body(
            f"upload: {what}",
            MULTIPART,
            multipart(
                [(name, value) for name, value in plain if name not in form.files],
                [(file, f"{what}.{ending}", content)],
            ),
        )
        for file in form.files
        for what, ending, content in broken_files()
    ]
    rest = [*spoilt, *everything, *shapes]
    chance.shuffle(rest)
    yield from uploads
    yield from rest[:count]


def broken_files() -> Iterator[tuple[str, str, bytes]]:
    """(what, ending, content) of files that are no tables."""
    yield "empty", "csv", b""
    yield "nul", "csv", b"a;b\x00;c\n\x00"
    yield "picture", "csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
    yield "wide", "csv", b";" * 200_000
    yield "quote", "csv", b'a;"never closed\n' * 2_000
    yield "utf16", "csv", "Kennzahl;Jahr;Wert\nä;2024;1".encode("utf-16")
    yield "latin1", "csv", "Kennzahl;Jahr;Wert\nMüll;2024;1,5".encode("latin-1")
    yield "no-workbook", "xlsx", b"PK\x03\x04 not really"
    yield "bomb", "xlsx", _workbook({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * 30_000_000})
    yield (
        "entities",
        "xlsx",
        _workbook({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>'}),
    )
    yield "..\\..\\evil\ud800", "exe", b"MZ"


def _workbook(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def broken_queries(names: list[str], *, seed: str, count: int) -> Iterator[tuple[str, str]]:
    """(what, query string) of ``count`` wrong ways to ask a page or an operation that knows these parameters."""
    chance = random.Random(seed)
    names = names or ["x"]
    pool = [(what, name) for what in VALUES if what not in ("megabyte", "Markdown") for name in names]
    chance.shuffle(pool)
    shapes = [
        ("every parameter twice", urlencode([(name, "1") for name in names] * 2)),
        ("no parameters at all", "%%%&&&===;;;%zz=%ff"),
        ("unknown parameter", "gaol=1&__class__=x"),
        ("very long", urlencode({names[0]: "x" * 6_000})),
    ]
    made = [(f"{what} in {name}", urlencode({name: VALUES[what]})) for what, name in pool]
    yield from [*shapes, *made][:count]
