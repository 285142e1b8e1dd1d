"""What the access test asks about: for each address the objects that make a difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from stadtgespraech.apps.people.models import RoleAssignment
from stadtgespraech.apps.strategy.models import Milestone
from tests.whole_site import samples_of_talk
from tests.whole_site.access_world import NOBODY, TOKEN, World
from tests.whole_site.routes import Route

Objects = list[tuple[str, dict[str, Any]]]
CLOCKED = {"own": "wartend1", "of another unit": "wartend2", "not published": "geprueft", "answered": "beantwor"}


def followed(world: World) -> Objects:
    return [
        ("public", {"kind": "goal", "slug": world.city.goal.slug}),
        ("private", {"kind": "paper", "slug": world.city.private_paper.slug}),
        ("archived", {"kind": "goal", "slug": world.city.archived_goal.slug}),
    ]


def every_voice(_world: World) -> Objects:
    return slugs(published="publct22", pending="waitng22", refused="refusd22", withdrawn="takenb22")


def slugs(**named: str) -> Objects:
    return [(about, {"slug": slug}) for about, slug in named.items()]


def current_and_archived(current: str, archived: str, **more: Any) -> Objects:
    return [("current", {"slug": current, **more}), ("archived", {"slug": archived, **more})]


def of_a_project(world: World) -> Objects:
    archived = Milestone.objects.get(project=world.archived_project)
    return [
        ("current", {"slug": world.city.project.slug, "pk": world.milestone.pk}),
        ("archived", {"slug": world.archived_project.slug, "pk": archived.pk}),
        ("of another project", {"slug": world.city.project.slug, "pk": archived.pk}),
    ]


def of_a_paper(world: World) -> Objects:
    return [
        ("public", {"slug": "vorlage-1", "pk": world.consultation.pk}),
        ("private", {"slug": "vorlage-2", "pk": world.private_consultation.pk}),
        ("of another paper", {"slug": "vorlage-1", "pk": world.private_consultation.pk}),
    ]


def of_a_resolution(_world: World) -> Objects:
    return slugs(public="vorlage-1-beschluss", private="vorlage-2-beschluss", archived="vorlage-1-alt")


def with_a_follow_up(world: World) -> Objects:
    return [
        ("public", {"slug": "vorlage-1-beschluss", "pk": world.follow_up.pk}),
        ("private", {"slug": "vorlage-2-beschluss", "pk": world.private_follow_up.pk}),
        ("of another resolution", {"slug": "vorlage-1-beschluss", "pk": world.private_follow_up.pk}),
    ]


def pk_of(world: World, who: str) -> int:
    person = world.people[who]
    assert person is not None
    return person.pk


def assignment_of(world: World, who: str) -> int:
    return RoleAssignment.objects.get(person=pk_of(world, who)).pk


def accounts(world: World) -> Objects:
    return [
        ("a resident", {"pk": pk_of(world, "resident")}),
        ("the strategy office", {"pk": pk_of(world, "strategy office")}),
        ("the administrator", {"pk": pk_of(world, "administrator")}),
    ]


def keys_for_a_new_password(world: World) -> Objects:
    person = world.people["unit, own"]
    valid = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return [("valid", valid), ("invented", {"uidb36": "zz", "key": "abc-0123456789"})]


# Address (or the beginning of its name) → the objects to ask about.
SAMPLES: dict[str, Callable[[World], Objects]] = {
    **samples_of_talk.SAMPLES,
    "api:unknown": lambda w: [("–", {"rest": "nichts"})],
    "api:get_unit": lambda w: current_and_archived("wohnen-amt", "altes-amt"),
    "api:get_stage": lambda w: slugs(current="auftakt"),
    "api:get_format": lambda w: slugs(current="forum"),
    "api:get_event": lambda w: current_and_archived("konferenz-1", "alter-termin"),
    "api:get_topic": lambda w: current_and_archived("wohnen-und-bauen", "altes-thema"),
    "api:get_timeline_entry": lambda w: current_and_archived("start", "alte-wegmarke"),
    "api:get_district": lambda w: slugs(current="nord"),
    "api:get_sector": lambda w: slugs(current="politik"),
    "api:get_goal": lambda w: current_and_archived("gutes-wohnen", "altes-ziel"),
    "api:get_field": lambda w: current_and_archived("wohnen", "altes-feld"),
    "api:get_project": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "api:get_indicator": lambda w: current_and_archived("fertige-wohnungen", "alte-kennzahl"),
    "api:get_body": lambda w: slugs(current="rat"),
    "api:get_paper": lambda w: slugs(public="vorlage-1", private="vorlage-2", draft="vorlage-3"),
    "api:get_resolution": lambda w: slugs(
        public="vorlage-1-beschluss", private="vorlage-2-beschluss", archived="vorlage-1-alt"
    ),
    "api:get_measure_package": lambda w: current_and_archived("bald", "frueher"),
    "api:get_thread": lambda w: [
        ("public paper", {"kind": "paper", "slug": "vorlage-1"}),
        ("private paper", {"kind": "paper", "slug": "vorlage-2"}),
        ("draft paper", {"kind": "paper", "slug": "vorlage-3"}),
        ("archived goal", {"kind": "goal", "slug": "altes-ziel"}),
    ],
    "charts:": lambda w: [("unknown", {"key": "0" * 40, "variant": "hell.svg"})],
    "council:body": lambda w: slugs(current="rat"),
    "council:download_papers": lambda w: [("–", {"format": "csv"})],
    "council:download_consultations": lambda w: [("–", {"format": "csv"})],
    "council:download_budget": lambda w: [
        ("public", {"slug": "vorlage-1", "format": "csv"}),
        ("private", {"slug": "vorlage-2", "format": "csv"}),
    ],
    "council:download_resolutions": lambda w: [("–", {"format": "csv"})],
    "council:download_follow_ups": lambda w: [("–", {"format": "csv"})],
    "council:set_result": of_a_paper,
    "council:refer_consultation": of_a_paper,
    "council:defer_consultation": of_a_paper,
    "council:change_consultation": of_a_paper,
    "council:remove_consultation": lambda w: [
        ("public", {"slug": "vorlage-1", "pk": w.consultation.pk}),
        ("of another paper", {"slug": "vorlage-1", "pk": w.private_consultation.pk}),
    ],
    "council:resolution": of_a_resolution,
    "council:change_resolution": of_a_resolution,
    "council:withdraw_resolution": of_a_resolution,
    "council:add_follow_up": of_a_resolution,
    "council:change_follow_up": with_a_follow_up,
    "council:report_follow_up": with_a_follow_up,
    "council:": lambda w: slugs(public="vorlage-1", private="vorlage-2", draft="vorlage-3"),
    "dialogue:change_timeline_entry": lambda w: current_and_archived("start", "alte-wegmarke"),
    "dialogue:stage": lambda w: slugs(current="auftakt"),
    "dialogue:change_stage": lambda w: slugs(current="auftakt"),
    "dialogue:format": lambda w: slugs(current="forum"),
    "dialogue:change_format": lambda w: slugs(current="forum"),
    "dialogue:topic": lambda w: current_and_archived("wohnen-und-bauen", "altes-thema"),
    "dialogue:change_topic": lambda w: current_and_archived("wohnen-und-bauen", "altes-thema"),
    "dialogue:archive_topic": lambda w: slugs(current="wohnen-und-bauen"),
    "dialogue:restore_topic": lambda w: slugs(archived="altes-thema"),
    "dialogue:registration": lambda w: [("valid", {"token": TOKEN}), ("invented", {"token": "x"})],
    "dialogue:cancel_registration": lambda w: [("valid", {"token": TOKEN}), ("invented", {"token": "x"})],
    "dialogue:register": lambda w: slugs(open="offener-termin", closed="konferenz-1", archived="alter-termin"),
    "dialogue:registered": lambda w: current_and_archived("konferenz-1", "alter-termin"),
    "dialogue:registrations": lambda w: current_and_archived("konferenz-1", "alter-termin"),
    "dialogue:download_registrations": lambda w: current_and_archived("konferenz-1", "alter-termin", format="csv"),
    "dialogue:": lambda w: current_and_archived("konferenz-1", "alter-termin"),
    "following:follow": followed,
    "following:unfollow": followed,
    "following:": lambda w: [("a guest's", {"token": TOKEN}), ("unknown", {"token": "x" * 43})],
    "indicators:download_list": lambda w: [("–", {"format": "csv"})],
    "indicators:download_template": lambda w: [("–", {"format": "csv"})],
    "indicators:preview_values": lambda w: [("of unit, own", {"key": w.preview.pk}), ("unknown", {"key": NOBODY})],
    "indicators:download_values": lambda w: current_and_archived("fertige-wohnungen", "alte-kennzahl", format="csv"),
    "indicators:remove_target": lambda w: [("current", {"slug": "fertige-wohnungen", "year": 2030})],
    "indicators:": lambda w: current_and_archived("fertige-wohnungen", "alte-kennzahl"),
    "opendata:data_set": lambda w: [("–", {"name": "papers"})],
    "opendata:download": lambda w: [(format, {"name": "papers", "format": format}) for format in ("csv", "json")],
    "packs:take_value": lambda w: [("a conflict", {"pk": w.conflict.pk})],
    "pages:close_barrier_report": lambda w: [("open", {"pk": w.report.pk})],
    "pages:": lambda w: current_and_archived("impressum", "alte-seite"),
    "account_reset_password_from_key": keys_for_a_new_password,
    "people:person": accounts,
    "people:give_role": accounts,
    "people:end_role": lambda w: [
        ("of unit, own", {"pk": pk_of(w, "unit, own"), "assignment": assignment_of(w, "unit, own")}),
        ("of another person", {"pk": pk_of(w, "resident"), "assignment": assignment_of(w, "unit, own")}),
    ],
    "people:block_person": accounts,
    "people:unblock_person": accounts,
    "people:reset_second_factor": accounts,
    "people:unit": lambda w: current_and_archived("wohnen-amt", "altes-amt"),
    "people:change_unit": lambda w: current_and_archived("wohnen-amt", "altes-amt"),
    "api:get_voice": lambda w: slugs(published="publct22", pending="waitng22"),
    "voices:download_voices": lambda w: [("–", {"format": "csv"})],
    "voices:record_minutes": lambda w: current_and_archived("konferenz-1", "alter-termin"),
    "voices:": every_voice,
    "api:get_picture": lambda w: slugs(current="schulwege", draft="bild-im-entwurf", archived="altes-bild"),
    "pictures:picture": lambda w: slugs(
        current="schulwege", draft="bild-im-entwurf", archived="altes-bild", merged="kleines-bild"
    ),
    "pictures:restore_picture": lambda w: slugs(archived="altes-bild"),
    "pictures:open_agreement": lambda w: slugs(draft="bild-im-entwurf", archived="altes-bild"),
    "pictures:set_starting_pictures": lambda w: slugs(current="zielbild"),
    "pictures:separate_pictures": lambda w: slugs(merged="kleines-bild"),
    "pictures:add_voice": lambda w: slugs(current="stimme-im-bild"),
    "pictures:record_agreement": lambda w: [
        ("current", {"slug": "schulwege", "sector": "politik"}),
        ("draft", {"slug": "bild-im-entwurf", "sector": "politik"}),
        ("archived", {"slug": "altes-bild", "sector": "politik"}),
    ],
    "pictures:withdraw_agreement": lambda w: [("current", {"slug": "schulwege", "sector": "politik"})],
    "pictures:": lambda w: slugs(current="schulwege", draft="bild-im-entwurf", archived="altes-bild"),
    "strategy:goal": lambda w: current_and_archived("gutes-wohnen", "altes-ziel"),
    "strategy:change_goal": lambda w: current_and_archived("gutes-wohnen", "altes-ziel"),
    "strategy:archive_goal": lambda w: current_and_archived("gutes-wohnen", "altes-ziel"),
    "strategy:restore_goal": lambda w: slugs(archived="altes-ziel"),
    "strategy:make_goal": lambda w: slugs(confirmed="bestaetigtes-zielbild", draft="entworfenes-zielbild"),
    "strategy:support_goal": lambda w: slugs(confirmed="bestaetigtes-zielbild", draft="entworfenes-zielbild"),
    "strategy:take_up_picture": lambda w: slugs(confirmed="bestaetigtes-zielbild", draft="entworfenes-zielbild"),
    "strategy:put_down_picture": lambda w: [
        ("connected", {"slug": "neue-wohnungen", "picture": "bestaetigtes-zielbild"}),
        ("a draft", {"slug": "neue-wohnungen", "picture": "entworfenes-zielbild"}),
    ],
    "strategy:release_picture": lambda w: [
        ("connected", {"slug": "gutes-wohnen", "picture": "bestaetigtes-zielbild"}),
        ("a draft", {"slug": "gutes-wohnen", "picture": "entworfenes-zielbild"}),
    ],
    "strategy:add_package": lambda w: current_and_archived("gutes-wohnen", "altes-ziel"),
    "strategy:package": lambda w: current_and_archived("bald", "frueher"),
    "strategy:change_package": lambda w: current_and_archived("bald", "frueher"),
    "strategy:archive_package": lambda w: slugs(current="bald"),
    "strategy:restore_package": lambda w: slugs(archived="frueher"),
    "strategy:matrix_file": lambda w: [("–", {"format": "csv"})],
    "strategy:set_involvement": lambda w: [
        ("current", {"field": "wohnen", "unit": "wohnen-amt"}),
        ("archived", {"field": "altes-feld", "unit": "wohnen-amt"}),
    ],
    "strategy:restore_project": lambda w: slugs(archived="altes-projekt"),
    "strategy:archive_project": lambda w: slugs(current="neue-wohnungen"),
    "strategy:project": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "strategy:change_project": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "strategy:report_project": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "strategy:add_milestone": lambda w: current_and_archived("neue-wohnungen", "altes-projekt"),
    "strategy:change_milestone": of_a_project,
    "strategy:reach_milestone": of_a_project,
    "strategy:remove_milestone": of_a_project,
    "voices:route_voice": lambda w: slugs(**CLOCKED),
    "voices:acknowledge_voice": lambda w: slugs(**CLOCKED),
    "voices:answer_voice": lambda w: slugs(**CLOCKED),
    "voices:correct_answer": lambda w: slugs(answered="beantwor", waiting="wartend1"),
    "voices:tell_answer": lambda w: slugs(answered="beantwor", waiting="wartend1"),
    "strategy:": lambda w: current_and_archived("wohnen", "altes-feld"),
}


def objects_of(route: Route, world: World) -> Objects:
    """What to ask this address about. An address with parameters must have samples above."""
    if not route.parameters:
        return [("–", {})]
    matching = [
        beginning
        for beginning in SAMPLES
        if route.name == beginning or (beginning.endswith(":") and route.name.startswith(beginning))
    ]
    if not matching:
        raise AssertionError(
            f"{route.name} ({route.pattern}) is new: name its objects in tests/whole_site/access_samples.py"
        )
    return SAMPLES[max(matching, key=len)](world)
