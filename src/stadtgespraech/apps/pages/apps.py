from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "stadtgespraech.apps.pages"
    label = "pages"

    def ready(self) -> None:
        from stadtgespraech.apps.pages import nodes, queues, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.apps.pages.actions import forget_reporter
        from stadtgespraech.apps.pages.queries import legal_links, reports_naming
        from stadtgespraech.apps.people import own_data
        from stadtgespraech.core import access
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        queues.register()
        navigation.register_stored(legal_links, place="footer")
        own_data.register(
            "barrier_reports",
            lambda person: [{"at": str(one.received_at), "text": one.text} for one in reports_naming(person)],
            erase=forget_reporter,
        )
        navigation.register(_("Alle Seiten"), "pages:pages", order=80, place="footer")
        navigation.register(_("Barriere melden"), "pages:report_barrier", order=90, place="footer")
        navigation.register(
            _("Barriere-Meldungen"),
            "pages:barrier_reports",
            order=80,
            place="staff",
            shown_to=lambda person: access.may(person, "pages.see_barrier_reports"),
        )
        name_kinds(
            {
                "page.changed": _("Eine Seite wurde geändert"),
                "barrier.reported": _("Eine Barriere wurde gemeldet"),
                "barrier.closed": _("Eine Barriere-Meldung wurde abgeschlossen"),
            }
        )
