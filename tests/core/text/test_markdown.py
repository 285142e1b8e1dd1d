"""Markdown in, harmless HTML out."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stadtgespraech.core.text import markdown_to_html

ALLOWED = re.compile(
    r"</?(?:p|br|hr|strong|em|s|ul|ol|li|blockquote|code|pre|h[234]|table|thead|tbody|tr|th|td|a)>"
    r'|<ol start="\d+">'
    r'|<a(?: href="(?:https?:|mailto:|tel:|/|#|\?|(?![\s\x00-\x1f]*[a-z][a-z0-9+.\s\x00-\x1f-]*:))[^"]*")?'
    r'(?: title="[^"<>]*")? rel="noopener noreferrer nofollow">',
    re.IGNORECASE,
)
REL = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**fett** und *schräg*", "<p><strong>fett</strong> und <em>schräg</em></p>\n"),
        ("# Kapitel", "<h2>Kapitel</h2>\n"),
        ("##### Tief\n\n###### Tiefer", "<h4>Tief</h4>\n<h4>Tiefer</h4>\n"),
        ("<b onclick=x>roh</b>", "<p>&lt;b onclick=x&gt;roh&lt;/b&gt;</p>\n"),
        ("[Ziele](/ziele/)", f'<p><a href="/ziele/" {REL}>Ziele</a></p>\n'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](ftp://a.de)", f"<p><a {REL}>x</a></p>\n"),
        ("![Ein <Haus>](/haus.png)", "<p>Ein &lt;Haus&gt;</p>\n"),
        ("`<h1>`", "<p><code>&lt;h1&gt;</code></p>\n"),
        ("3. drei", '<ol start="3">\n<li>drei</li>\n</ol>\n'),
        ("~~weg~~", "<p><s>weg</s></p>\n"),
        ("", ""),
    ],
)
def test_markdown(text: str, html: str) -> None:
    assert markdown_to_html(text) == html


def test_a_table_has_no_inline_style() -> None:
    html = markdown_to_html("|a|b|\n|:-|-:|\n|1|2|")
    assert html == (
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n"
    )


nasty = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<script>",
                "](javascript:",
                "![",
                "[a](",
                ")",
                "\n\n",
                "# ",
                "> ",
                "- ",
                "|",
                "`",
                "<a href='",
                "&#x3c;",
                '"',
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(nasty)
@example("[a](](javascript:))")  # an address without a scheme, whatever stands behind its bracket
def test_whatever_is_typed_only_our_tags_come_out(text: str) -> None:
    html = markdown_to_html(text)
    for tag in re.findall(r"<[^>]*>", html):
        assert ALLOWED.fullmatch(tag), (tag, html)


@pytest.mark.parametrize("piece", ["[", "[a](", "*a ", "**a", ">", "`", "- ", "|a", "_", "![", "&#", "<a@", "\\"])
def test_nothing_typed_takes_long(piece: str) -> None:
    started = time.perf_counter()
    markdown_to_html((piece * 20_000)[:20_000])
    assert time.perf_counter() - started < 5
