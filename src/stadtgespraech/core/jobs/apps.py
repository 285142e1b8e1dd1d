from django.apps import AppConfig
from django.core import checks


class JobsConfig(AppConfig):
    name = "stadtgespraech.core.jobs"
    label = "jobs"

    def ready(self) -> None:
        from stadtgespraech.core.jobs.demo_mode import check_demo_mode

        checks.register(check_demo_mode, checks.Tags.security)
