"""One voice, from the form to the result and back, as the people who take part in it: with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.e2e.crawl import WithoutScript, violations
from tests.e2e.signing_in import context_of
from tests.running_site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Led by the unit of the demo's example person, which reports its indicators.
FIELD, INDICATOR, COMMITTEE = "Neue lokale Arbeit", "arbeitskraefte-in-lokalen-wertschoepfungsketten", "Hauptausschuss"


class Walk:
    """The people of the walk, each with a browser of their own, and what was wrong on the pages they saw."""

    def __init__(self, browser: Browser, site: Site, *, scripted: bool, stack: ExitStack) -> None:
        self.browser, self.site, self.scripted, self.stack = browser, site, scripted, stack
        self.pages: dict[str, Page] = {}
        self.problems: dict[str, list[str]] = {}
        self.silent: dict[str, WithoutScript] = {}

    def as_(self, role: str, path: str) -> Page:
        """Somebody's page, open at an address and looked at."""
        if role not in self.pages:
            context = context_of(self.browser, self.site, role, java_script_enabled=self.scripted)
            self.stack.enter_context(context)
            if self.scripted:
                self.pages[role] = context.new_page()
            else:
                self.silent[role] = WithoutScript(context)
                self.pages[role] = self.silent[role].page
        page = self.pages[role]
        page.goto(path)
        self.look(role)
        return page

    def look(self, role: str) -> None:
        page = self.pages[role]
        found = violations(page) if self.scripted else self.silent[role].violations()
        if found:
            self.problems[page.url] = found

    def send(self, role: str, path: str, values: dict[str, str | bool], *, button: str = "") -> Page:
        """Fill in a form and send it; whoever is shown the form again fails here."""
        page = self.as_(role, path)
        fill(page, values)
        press(page, button)
        expect(page.locator("main .kern-alert--danger, main [aria-invalid=true]")).to_have_count(0)
        self.look(role)
        return page


def fill(page: Page, values: dict[str, str | bool]) -> None:
    """Fill in fields by name: text, a choice by its label, a box or one of several by its value."""
    for name, value in values.items():
        field = page.locator(f"main [name='{name}']:not([type=hidden])")
        assert field.count(), f"{page.url} has no field {name}: {page.locator('main').inner_text()[:500]}"
        kind = field.first.evaluate("field => field.type")
        if kind == "radio" or (kind == "checkbox" and isinstance(value, str)):
            choice = page.locator(f"main [name='{name}'][value='{value}']")
            assert choice.count(), f"{page.url} has no {name} {value}: {page.locator('main').inner_text()[:800]}"
            choice.check()
        elif isinstance(value, bool):
            field.set_checked(value)
        elif kind == "select-one":
            option = field.locator("option", has_text=value).first
            field.select_option(value=option.get_attribute("value"))
        else:
            field.fill(value)


def press(page: Page, button: str = "") -> None:
    with page.expect_navigation():
        (
            page.get_by_role("button", name=button, exact=True) if button else page.locator("main [type=submit]").first
        ).click()


def slug_at(page: Page, kind: str) -> str:
    found = re.search(rf"/{kind}/([\w-]+)/", page.url)
    assert found is not None, page.url
    return found.group(1)


@pytest.fixture
def walks(browser: Browser, site: Site) -> Iterator[Callable[[bool], Walk]]:
    with ExitStack() as stack:
        yield lambda scripted: Walk(browser, site, scripted=scripted, stack=stack)


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_voice_walks_to_its_result_and_back(walks: Callable[[bool], Walk], site: Site, scripted: bool) -> None:
    walk = walks(scripted)
    mark = "mit Skript" if scripted else "ohne Skript"
    today = timezone.localdate()

    def day(shift: int) -> str:
        return f"{today + timedelta(days=shift):%d.%m.%Y}"

    # A resident speaks, and gets a receipt.
    words = {
        "text": f"Die Werkstätten in unserem Viertel finden keinen Platz mehr ({mark}).",
        "title": f"Werkstätten brauchen Platz ({mark})",
        "topic": "Arbeitsmarkt",
        "district": "Eving",
    }
    page = walk.send("resident", "/stimmen/neu/", words)
    press(page, "Stimme abschicken")
    walk.look("resident")
    voice = slug_at(page, "stimmen")
    assert walk.as_("resident", f"/stimmen/{voice}/").get_by_text("Ihre Stimme wird gerade geprüft.").count() == 1

    # A moderator publishes it.
    page = walk.as_("moderator", f"/stimmen/pruefen/?stimme={voice}")
    expect(page.locator("main h2").first).to_have_text(words["title"])
    press(page, "Veröffentlichen")

    # An editor makes a starting picture of it; three sectors agree, the conference confirms; so with the target picture.
    starting = picture(walk, "/bilder/neu/", {"kind": "starting", "title_de": f"Handwerk wird verdrängt ({mark})"})
    page = walk.as_("strategy_office", f"/bilder/{starting}/zusammenfuehren/?q=Werkstätten")
    page.locator("main input[name=voices][type=checkbox]", has=page.locator(":scope")).first.check()
    fill(page, {"reason": "Sagt genau das."})
    page.locator("main form[method=post] [type=submit]").first.click()
    agree_and_confirm(walk, starting)
    page = walk.as_("strategy_office", "/bilder/neu/zielbild/")
    page.get_by_label(f"Handwerk wird verdrängt ({mark})").check()
    fill(
        page, {"title_de": f"Handwerk hat Platz ({mark})", "text_de": "In jedem Stadtbezirk gibt es Höfe für Betriebe."}
    )
    press(page)
    target = slug_at(page, "bilder")
    agree_and_confirm(walk, target)

    # It supports a goal, and a project takes it up.
    values = {"name_de": f"Handwerkerhöfe ({mark})", "field": FIELD, "unit": "WF"}
    walk.send("strategy_office", "/projekte/neu/", values)
    walk.send(
        "strategy_office",
        f"/bilder/{target}/projekt/",
        {"project": f"Handwerkerhöfe ({mark})", "reason": "Baut die Höfe."},
    )

    # A paper about the project goes through a committee to the council, which decides.
    page = walk.as_("strategy_office", "/vorlagen/neu/")
    page.get_by_label(f"Handwerkerhöfe ({mark})").first.check()
    press(page)
    walk.look("strategy_office")
    if page.locator("main [name=title_de]").count():
        fill(page, {"title_de": f"Drei Handwerkerhöfe bauen ({mark})", "reason": "Braucht Geld und Flächen."})
        press(page)
    paper = slug_at(page, "vorlagen")
    number = f"E2E-{today:%j}-{mark[:3]}"
    walk.send("committee_office", f"/vorlagen/{paper}/einreichen/", {"number": number, "dated": day(-9)})
    for body, shift, role in ((COMMITTEE, -5, "recommendation"), ("Rat der Stadt", -2, "decision")):
        walk.send(
            "committee_office",
            f"/vorlagen/{paper}/beratungen/neu/",
            {"body": body, "on": day(shift), "role": role},
        )
    page = walk.as_("committee_office", f"/vorlagen/{paper}/")
    addresses = page.eval_on_selector_all("a[href$='/ergebnis/']", "links => links.map(link => link.pathname)")
    assert len(dict.fromkeys(addresses)) == 2
    for address, shift in zip(dict.fromkeys(addresses), (-5, -2), strict=True):
        walk.send("committee_office", address, {"result": "agreed", "on": day(shift)})

    # Its unit reports values, and the light changes.
    walk.send(
        "strategy_office",
        f"/kennzahlen/{INDICATOR}/bearbeiten/",
        {"project": f"Handwerkerhöfe ({mark})", "reporting_unit": "WF"},
    )
    before = walk.as_("visitor", f"/kennzahlen/{INDICATOR}/").locator("main").inner_text()
    for year, value in ((today.year - 2, 100 if scripted else 120), (today.year - 1, 140 if scripted else 90)):
        walk.send(
            "unit",
            f"/kennzahlen/{INDICATOR}/melden/",
            {"year": str(year), "value": str(value), "source": "Eigene Zählung"},
        )
    after = walk.as_("visitor", f"/kennzahlen/{INDICATOR}/").locator("main").inner_text()
    assert before != after
    assert ("wird besser" if scripted else "wird schlechter") in after

    # The city answers, and she sees all of it on her page and in her mailbox.
    walk.send(
        "strategy_office",
        f"/stimmen/{voice}/beantworten/",
        {"disposition": "adopted", "text": f"Die Höfe kommen ({mark})."},
    )
    site.command("shell", "-c", TELL)
    page = walk.as_("resident", f"/stimmen/{voice}/")
    expect(page.locator("#antwort")).to_contain_text(f"Die Höfe kommen ({mark}).")
    story = page.locator("section[aria-labelledby=daraus]").inner_text()
    for word in (
        "Handwerk wird verdrängt",
        "Handwerk hat Platz",
        "Handwerkerhöfe",
        "Drei Handwerkerhöfe",
        "Der Rat hat",
    ):
        assert word in story, story
    assert "Kennzahl" in story
    assert walk.problems == {}
    expect_mail(walk, f"Werkstätten brauchen Platz ({mark})")


TELL = """
from django.utils import timezone
from stadtgespraech.apps.following import actions
actions.tell_news(now=timezone.now(), pace="at-once"); actions.tell_news(now=timezone.now(), pace="digest")
"""


def picture(walk: Walk, path: str, values: dict[str, str | bool]) -> str:
    text = {"text_de": "Viele kleine Betriebe ziehen weg.", **values}
    return slug_at(walk.send("strategy_office", path, text), "bilder")


def agree_and_confirm(walk: Walk, slug: str) -> None:
    """Three sectors agree, each on a form of its own; then the conference confirms."""
    walk.send("strategy_office", f"/bilder/{slug}/abstimmen/", {})
    for sector in ("politik", "institutionen", "zivilgesellschaft"):
        walk.send("moderator", f"/bilder/{slug}/zustimmung/{sector}/", {"stance": "agrees"})
    page = walk.send("moderator", f"/bilder/{slug}/bestaetigen/", {})
    expect(page.locator("main")).to_contain_text("bestätigt")


def expect_mail(walk: Walk, title: str) -> None:
    """The demo's mailbox holds a mail about her voice that says what the city answered."""
    main = walk.as_("visitor", "/postfach-demo/").locator("main")
    for words in (f"„{title}“", "Die Stadt hat geantwortet: Die Stimme wird übernommen."):
        expect(main).to_contain_text(words)
