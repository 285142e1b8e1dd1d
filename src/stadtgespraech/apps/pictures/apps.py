from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "stadtgespraech.apps.pictures"
    label = "pictures"

    def ready(self) -> None:
        from stadtgespraech.apps.pictures import nodes, rules  # noqa: F401 -- they register themselves
