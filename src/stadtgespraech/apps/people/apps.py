from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "stadtgespraech.apps.people"
    label = "people"

    def ready(self) -> None:
        from stadtgespraech.apps.people import nodes, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.core import access
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        _register_own_data()
        navigation.register(_("Fachbereiche"), "people:units", order=60, place="footer")
        navigation.register(
            _("Personen und Aufgaben"),
            "people:people",
            order=90,
            place="staff",
            shown_to=lambda person: access.may(person, "people.see_people"),
        )
        name_kinds(
            {
                "unit.changed": _("Ein Fachbereich wurde geändert"),
                "account.changed": _("Ein Konto wurde geändert"),
                "account.deleted": _("Ein Konto wurde gelöscht"),
                "role.given": _("Eine Aufgabe wurde vergeben"),
                "role.ended": _("Eine Aufgabe wurde beendet"),
                "person.blocked": _("Ein Konto wurde gesperrt"),
                "person.unblocked": _("Ein Konto wurde entsperrt"),
                "second_factor.reset": _("Ein zweiter Faktor wurde zurückgesetzt"),
            }
        )


def _register_own_data() -> None:
    from stadtgespraech.apps.people import own_data, queries
    from stadtgespraech.core import jobs

    def forget_mails(person: Any, now: Any) -> None:
        for address in {person.email, *person.emailaddress_set.values_list("email", flat=True)}:
            jobs.forget_address(address, now=now)

    own_data.register("mails", queries.mails_to, erase=forget_mails)
    own_data.register("sessions", queries.sessions_of)
    own_data.register("journal", queries.journal_entries_of)
    own_data.register("second_factor", queries.second_factor_of)
    own_data.hide("people.Person", "password", "search_text")
    # Secrets that open the account or a commitment; the parts above say what there is.
    own_data.hide("mfa.Authenticator")
    own_data.hide("journal.JournalSalt")
    own_data.hide("account.EmailConfirmation")
