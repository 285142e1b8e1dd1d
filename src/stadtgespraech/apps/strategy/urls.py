from django.urls import path

from stadtgespraech.apps.strategy import views

app_name = "strategy"

urlpatterns = [
    path("ziele/", views.goals, name="goals"),
    path("ziele/neu/", views.add_goal, name="add_goal"),
    path("ziele/aus-bild/<slug:slug>/", views.make_goal, name="make_goal"),
    path("ziele/aus-bild/<slug:slug>/zuordnen/", views.support_goal, name="support_goal"),
    path("ziele/<slug:slug>/", views.goal, name="goal"),
    path("ziele/<slug:slug>/bearbeiten/", views.change_goal, name="change_goal"),
    path("ziele/<slug:slug>/archivieren/", views.archive_goal, name="archive_goal"),
    path("ziele/<slug:slug>/wiederaufnehmen/", views.restore_goal, name="restore_goal"),
    path("ziele/<slug:slug>/bilder/<slug:picture>/loesen/", views.release_picture, name="release_picture"),
    path("bilder/<slug:slug>/projekt/", views.take_up_picture, name="take_up_picture"),
    path("projekte/<slug:slug>/bilder/<slug:picture>/loesen/", views.put_down_picture, name="put_down_picture"),
    path("ziele/<slug:slug>/massnahmenpakete/neu/", views.add_package, name="add_package"),
    path("massnahmenpakete/<slug:slug>/", views.package, name="package"),
    path("massnahmenpakete/<slug:slug>/bearbeiten/", views.change_package, name="change_package"),
    path("massnahmenpakete/<slug:slug>/archivieren/", views.archive_package, name="archive_package"),
    path("massnahmenpakete/<slug:slug>/wiederaufnehmen/", views.restore_package, name="restore_package"),
    path("handlungsfelder/", views.fields, name="fields"),
    path("handlungsfelder/<slug:slug>/", views.field, name="field"),
    path("handlungsfelder/<slug:slug>/bearbeiten/", views.change_field, name="change_field"),
    path("handlungsfelder/<slug:slug>/patenschaft/", views.set_sponsor, name="set_sponsor"),
    path("handlungsfelder/<slug:slug>/workshop/", views.set_workshop, name="set_workshop"),
    path("projekte/", views.projects, name="projects"),
    path("projekte/neu/", views.add_project, name="add_project"),
    path("projekte/<slug:slug>/", views.project, name="project"),
    path("projekte/<slug:slug>/bearbeiten/", views.change_project, name="change_project"),
    path("projekte/<slug:slug>/stand/", views.report_project, name="report_project"),
    path("projekte/<slug:slug>/archivieren/", views.archive_project, name="archive_project"),
    path("projekte/<slug:slug>/wiederaufnehmen/", views.restore_project, name="restore_project"),
    path("projekte/<slug:slug>/meilensteine/neu/", views.add_milestone, name="add_milestone"),
    path("projekte/<slug:slug>/meilensteine/<int:pk>/", views.change_milestone, name="change_milestone"),
    path("projekte/<slug:slug>/meilensteine/<int:pk>/erreicht/", views.reach_milestone, name="reach_milestone"),
    path("projekte/<slug:slug>/meilensteine/<int:pk>/entfernen/", views.remove_milestone, name="remove_milestone"),
    path("beteiligung/", views.matrix, name="matrix"),
    path("beteiligung/matrix.<slug:format>", views.matrix_file, name="matrix_file"),
    path("beteiligung/<slug:field>/<slug:unit>/", views.set_involvement, name="set_involvement"),
]
