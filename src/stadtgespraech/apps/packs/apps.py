from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PacksConfig(AppConfig):
    name = "stadtgespraech.apps.packs"
    label = "packs"

    def ready(self) -> None:
        from stadtgespraech.apps.packs import rules  # noqa: F401 -- registers the permissions
        from stadtgespraech.core import access
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        navigation.register(
            _("Stadtpaket"),
            "packs:overview",
            order=70,
            place="staff",
            shown_to=lambda person: access.may(person, "packs.see_pack"),
        )
        name_kinds(
            {
                "pack.loaded": _("Das Stadtpaket wurde geladen"),
                "examples.added": _("Beispiele wurden angelegt"),
                "pack.value_taken": _("Ein Wert aus dem Stadtpaket wurde übernommen"),
            }
        )
