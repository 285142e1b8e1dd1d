from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stadtgespraech.apps.people"
    label = "people"
