from django.urls import path

from stadtgespraech.apps.pictures import views

app_name = "pictures"

urlpatterns = [
    path("bilder/", views.pictures, name="pictures"),
    path("bilder/neu/", views.create_picture, name="create_picture"),
    path("bilder/neu/zielbild/", views.grow_target_picture, name="grow_target_picture"),
    path("bilder/aufnehmen/<slug:slug>/", views.add_voice, name="add_voice"),
    path("bilder/<slug:slug>/", views.picture, name="picture"),
    path("bilder/<slug:slug>/fassungen/", views.versions, name="versions"),
    path("bilder/<slug:slug>/stimmen/", views.voices, name="voices"),
    path("bilder/<slug:slug>/bearbeiten/", views.change_picture, name="change_picture"),
    path("bilder/<slug:slug>/abstimmen/", views.open_agreement, name="open_agreement"),
    path("bilder/<slug:slug>/archivieren/", views.archive_picture, name="archive_picture"),
    path("bilder/<slug:slug>/wiederaufnehmen/", views.restore_picture, name="restore_picture"),
    path("bilder/<slug:slug>/ausgangsbilder/", views.set_starting_pictures, name="set_starting_pictures"),
    path("bilder/<slug:slug>/zusammenfuehren/", views.merge_voices, name="merge_voices"),
    path("bilder/<slug:slug>/herausnehmen/", views.take_out_voices, name="take_out_voices"),
    path("bilder/<slug:slug>/aufteilen/", views.split_picture, name="split_picture"),
    path("bilder/<slug:slug>/eingliedern/", views.merge_pictures, name="merge_pictures"),
    path("bilder/<slug:slug>/herausloesen/", views.separate_pictures, name="separate_pictures"),
    path("bilder/<slug:slug>/zustimmung/<slug:sector>/", views.record_agreement, name="record_agreement"),
    path(
        "bilder/<slug:slug>/zustimmung/<slug:sector>/zuruecknehmen/",
        views.withdraw_agreement,
        name="withdraw_agreement",
    ),
    path("bilder/<slug:slug>/beantworten/", views.answer_voices, name="answer_voices"),
    path("bilder/<slug:slug>/bestaetigen/", views.confirm_picture, name="confirm_picture"),
]
