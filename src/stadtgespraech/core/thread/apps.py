from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "stadtgespraech.core.thread"
    label = "thread"
