"""Templates bypass nothing: no escaping, no content security policy, no visitor's privacy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, SOURCE, files, name_of, templates, text_of

BYPASSES = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off")
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript: address": re.compile(r"""(?:href|src|action)\s*=\s*["']?\s*javascript:""", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "data: address": re.compile(r"""(?:href|src)\s*=\s*["']?\s*data:""", re.IGNORECASE),
}
# The only places that may turn text into markup.
MAY_MARK_SAFE = ("src/stadtgespraech/core/web/", "src/stadtgespraech/core/text/", "src/stadtgespraech/core/charts/")
MARKS_SAFE = re.compile(r"\bmark_safe\b|\bSafeString\s*\(|\bSafeText\b|__html__|\bformat_html")


@pytest.mark.parametrize("file", templates(), ids=name_of)
def test_a_template_bypasses_no_escaping(file: Path) -> None:
    assert BYPASSES.findall(text_of(file)) == []


@pytest.mark.parametrize("file", templates(), ids=name_of)
def test_a_template_has_nothing_inline(file: Path) -> None:
    text = re.sub(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}", "", text_of(file), flags=re.DOTALL)
    assert {what: found for what, pattern in INLINE.items() if (found := pattern.findall(text))} == {}


def test_markup_is_made_in_three_places_only() -> None:
    found = [
        name_of(file)
        for file in files(".py", under=SOURCE)
        if MARKS_SAFE.search(text_of(file)) and not name_of(file).startswith(MAY_MARK_SAFE)
    ]
    assert found == []


def test_no_template_names_a_third_party() -> None:
    """Only what the browser would fetch by itself; links that people click may lead anywhere."""
    fetched = re.compile(
        r"""(?:src|srcset|data|poster|action)\s*=\s*["']?(?:https?:)?//|<link[^>]+href\s*=\s*["']?(?:https?:)?//|@import\s+["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//""",
        re.IGNORECASE,
    )
    found = [
        name_of(file)
        for file in [*templates(), *files(".css", ".js", under=ROOT / "assets")]
        if fetched.search(text_of(file))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ["{{ x|safe }}", "{{ x | safe }}", "{{ x|safeseq|join:', ' }}", "{% autoescape off %}"],
)
def test_the_search_for_bypasses_finds_them(text: str) -> None:
    assert BYPASSES.search(text)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("style attribute", '<p class="a" style="color: red">'),
        ("style element", "<style>p {}</style>"),
        ("event handler", '<a href="#" onclick="x()">'),
        ("javascript: address", '<a href="javascript:x()">'),
        ("inline script", "<script>x()</script>"),
        ("data: address", '<img src="data:image/png;base64,x">'),
    ],
)
def test_the_search_for_what_is_inline_finds_it(what: str, text: str) -> None:
    assert INLINE[what].search(text)
