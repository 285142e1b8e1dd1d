"""Error pages say what happened and what to do; the last two need nothing that may be broken."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation


def words_of(status: int, **context: object) -> tuple[str, str]:
    """Heading and first paragraph of the page for this status, rendered without a request or a database."""
    with translation.override("de"):
        html = render_to_string(f"web/errors/{status}.html", context)
    heading = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    text = re.search(r'<div class="prose">\s*<p>(.*?)</p>', html, re.DOTALL)
    assert heading and text, html
    return heading[1].strip(), text[1].strip()


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (400, "Das können wir so nicht verwenden"),
        (403, "Das ist nicht für Ihren Zugang"),
        (404, "Diese Seite gibt es nicht"),
        (405, "So lässt sich diese Seite nicht öffnen"),
        (409, "Jemand war schneller"),
        (429, "Bitte warten Sie einen Moment"),
        (500, "Bei uns ist etwas schiefgegangen"),
        (503, "Wir sind gleich wieder da"),
    ],
)
def test_every_error_has_a_page_of_its_own(status: int, heading: str) -> None:
    found, text = words_of(status)
    assert found == heading
    assert len(text) > 40


def test_the_reason_is_shown_where_there_is_one() -> None:
    assert words_of(409, message="Frau Ada war schneller.") == ("Jemand war schneller", "Frau Ada war schneller.")


def test_an_expired_form_is_explained() -> None:
    assert words_of(403, message="csrf")[1].startswith("Das Formular war zu lange offen.")
