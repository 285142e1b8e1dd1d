"""Pages have nodes so that the search finds them; they have no place on the chain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from stadtgespraech.apps.pages.models import Page
from stadtgespraech.core import thread
from stadtgespraech.core.thread import NodeFacts


def describe_page(page: Page) -> NodeFacts:
    return NodeFacts(page.title, page.get_absolute_url(), summary=page.text, is_example=page.is_example)


thread.register("page", Page, label=_("Seite"), plural=_("Seiten"), describe=describe_page)
