from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "stadtgespraech.core.tables"
    label = "tables"

    def ready(self) -> None:
        from stadtgespraech.core.tables import rules  # noqa: F401 -- it registers itself
