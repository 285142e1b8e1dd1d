from django.apps import AppConfig


class FollowingConfig(AppConfig):
    name = "stadtgespraech.apps.following"
    label = "following"
