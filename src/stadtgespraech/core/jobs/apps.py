from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "stadtgespraech.core.jobs"
    label = "jobs"
