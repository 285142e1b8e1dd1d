from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "stadtgespraech.core.web"
    label = "web"

    def ready(self) -> None:
        from stadtgespraech.core.web import rules  # noqa: F401 -- registers the permissions
