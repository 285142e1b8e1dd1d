from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "stadtgespraech.apps.following"
    label = "following"

    def ready(self) -> None:
        from stadtgespraech.apps.following import rules  # noqa: F401 -- they register themselves
