from django.urls import path

from stadtgespraech.apps.dialogue import views

app_name = "dialogue"

urlpatterns = [
    path("mitreden/", views.overview, name="overview"),
    path("zeitplan/", views.timeline, name="timeline"),
    path("zeitplan/neu/", views.add_timeline_entry, name="add_timeline_entry"),
    path("zeitplan/<slug:slug>/bearbeiten/", views.change_timeline_entry, name="change_timeline_entry"),
    path("stufen/<slug:slug>/", views.stage, name="stage"),
    path("stufen/<slug:slug>/bearbeiten/", views.change_stage, name="change_stage"),
    path("formate/<slug:slug>/", views.format_, name="format"),
    path("formate/<slug:slug>/bearbeiten/", views.change_format, name="change_format"),
    path("termine/", views.events, name="events"),
    path("termine/termine.ics", views.subscription, name="subscription"),
    path("termine/neu/", views.add_event, name="add_event"),
    path("termine/anmeldung/<str:token>/", views.registration, name="registration"),
    path("termine/anmeldung/<str:token>/zurueckziehen/", views.cancel_registration, name="cancel_registration"),
    path("termine/<slug:slug>/", views.event, name="event"),
    path("termine/<slug:slug>/termin.ics", views.calendar_entry, name="calendar_entry"),
    path("termine/<slug:slug>/bearbeiten/", views.change_event, name="change_event"),
    path("termine/<slug:slug>/absagen/", views.cancel_event, name="cancel_event"),
    path("termine/<slug:slug>/anmelden/", views.register, name="register"),
    path("termine/<slug:slug>/angemeldet/", views.registered, name="registered"),
    path("termine/<slug:slug>/anmeldungen/", views.registrations, name="registrations"),
    path(
        "termine/<slug:slug>/anmeldungen/liste.<slug:format>",
        views.download_registrations,
        name="download_registrations",
    ),
    path("themen/", views.topics, name="topics"),
    path("themen/neu/", views.add_topic, name="add_topic"),
    path("themen/<slug:slug>/", views.topic, name="topic"),
    path("themen/<slug:slug>/bearbeiten/", views.change_topic, name="change_topic"),
    path("themen/<slug:slug>/archivieren/", views.archive_topic, name="archive_topic"),
    path("themen/<slug:slug>/wiederaufnehmen/", views.restore_topic, name="restore_topic"),
]
