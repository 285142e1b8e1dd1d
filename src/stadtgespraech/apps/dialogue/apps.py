from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "stadtgespraech.apps.dialogue"
    label = "dialogue"
