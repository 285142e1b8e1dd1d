from django.urls import path

from stadtgespraech.apps.people.views import account, roles, units

app_name = "people"

urlpatterns = [
    path("fachbereiche/", units.units, name="units"),
    path("fachbereiche/<slug:slug>/", units.unit, name="unit"),
    path("fachbereiche/<slug:slug>/bearbeiten/", units.change_unit, name="change_unit"),
    path("mein-bereich/", account.my_page, name="my_page"),
    path("mein-bereich/bearbeiten/", account.change_account, name="change_account"),
    path("mein-bereich/meine-daten.json", account.export_account, name="export_account"),
    path("mein-bereich/loeschen/", account.delete_account, name="delete_account"),
    path("konto/geloescht/", account.account_deleted, name="account_deleted"),
    path("personen/", roles.people, name="people"),
    path("personen/neu/", roles.invite_person, name="invite_person"),
    path("personen/<int:pk>/", roles.person_page, name="person"),
    path("personen/<int:pk>/aufgabe/", roles.give_role, name="give_role"),
    path("personen/<int:pk>/aufgaben/<int:assignment>/beenden/", roles.end_role, name="end_role"),
    path("personen/<int:pk>/sperren/", roles.block_person, name="block_person"),
    path("personen/<int:pk>/entsperren/", roles.unblock_person, name="unblock_person"),
    path("personen/<int:pk>/zweiter-faktor/", roles.reset_second_factor, name="reset_second_factor"),
]
