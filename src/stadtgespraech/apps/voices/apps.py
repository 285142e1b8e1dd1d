from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "stadtgespraech.apps.voices"
    label = "voices"

    def ready(self) -> None:
        from stadtgespraech.apps.voices import nodes, rules  # noqa: F401 -- they register themselves
