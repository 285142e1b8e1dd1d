"""Markdown to HTML that can't do harm."""

from __future__ import annotations

import re

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
# Pictures come from uploads, never from a text; their description stays readable.
_markdown.add_render_rule("image", lambda _renderer, tokens, place, _options, _env: escape(tokens[place].content))
# The page has its own first heading, and nobody writes a chapter of the fifth level here.
_HEADING = re.compile(r"<(/?)h([156])>")
_LEVELS = {"1": "2", "5": "4", "6": "4"}
_TAGS = {
    "p",
    "br",
    "hr",
    "strong",
    "em",
    "s",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "h2",
    "h3",
    "h4",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_ATTRIBUTES = {"a": {"href", "title", "lang", "hreflang"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


def markdown_to_html(text: str) -> SafeString:
    """HTML from Markdown, reduced to a short list of tags.

    Raw HTML in the source is shown as text, a picture as its description. Headings lie between level 2 and 4.
    Links to other schemes than http, https, mailto and tel lose their address.
    """
    html = _HEADING.sub(lambda found: f"<{found[1]}h{_LEVELS[found[2]]}>", _markdown.render(text))
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer nofollow"
    )
    return SafeString(clean)
