from django.apps import AppConfig


class CouncilConfig(AppConfig):
    name = "stadtgespraech.apps.council"
    label = "council"
