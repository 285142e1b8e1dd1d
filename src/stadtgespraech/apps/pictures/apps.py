from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PicturesConfig(AppConfig):
    name = "stadtgespraech.apps.pictures"
    label = "pictures"

    def ready(self) -> None:
        from stadtgespraech.apps.pictures import boxes, nodes, queues, rules  # noqa: F401 -- they register themselves
        from stadtgespraech.core.journal.names import name_kinds
        from stadtgespraech.core.web import navigation

        boxes.register()
        queues.register()
        navigation.register(_("Bilder"), "pictures:pictures", order=25)
        name_kinds(
            {
                "picture.created": _("Ein Bild wurde begonnen"),
                "picture.rewritten": _("Ein Bild bekam eine neue Fassung"),
                "picture.changed": _("Ein Bild wurde einem anderen Thema zugeordnet"),
                "picture.opened": _("Ein Bild wurde zur Abstimmung gegeben"),
                "picture.archived": _("Ein Bild wurde archiviert"),
                "picture.restored": _("Ein Bild wurde wieder aufgenommen"),
                "picture.voices_merged": _("Stimmen wurden Teil eines Bildes"),
                "picture.voices_taken_out": _("Stimmen wurden aus einem Bild herausgenommen"),
                "picture.split": _("Ein Bild wurde aufgeteilt"),
                "picture.merged": _("Ein Bild wurde Teil eines anderen"),
                "picture.separated": _("Ein Bild wurde aus einem anderen herausgelöst"),
                "picture.grown": _("Aus Ausgangsbildern wuchs ein Zielbild"),
                "picture.starting_pictures_changed": _("Es wurde geändert, woraus ein Zielbild wächst"),
                "picture.agreement_recorded": _("Ein Bereich hat sich zu einem Bild geäußert"),
                "picture.agreement_withdrawn": _("Ein Bereich hat zurückgenommen, was er zu einem Bild sagte"),
                "picture.voices_answered": _("Die Stimmen hinter einem Bild bekamen eine Antwort"),
                "picture.confirmed": _("Die Konferenz hat ein Bild bestätigt"),
            }
        )
