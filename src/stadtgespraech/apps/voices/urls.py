from django.urls import path

from stadtgespraech.apps.voices.views import attaching, commenting, complaining, importing

app_name = "voices"

# What has a name of its own stands before the voices' own addresses: a slug could be a word.
complaints = [
    path("stimmen/meldungen/", complaining.complaints, name="complaints"),
    path("stimmen/meldungen/danke/", complaining.complaint_thanks, name="complaint_thanks"),
    path("stimmen/meldungen/<int:pk>/", complaining.close_complaint, name="close_complaint"),
]

imports = [
    path("stimmen/einlesen/", importing.upload_voices, name="upload_voices"),
    path("stimmen/einlesen/vorlage.<slug:format>", importing.template, name="import_template"),
    path("stimmen/einlesen/<uuid:key>/", importing.preview_voices, name="preview_voices"),
    path("stimmen/eingelesen/", importing.imported, name="imported"),
    path("stimmen/eingelesen/pruefen/", importing.moderate_imported, name="moderate_imported"),
]

comments = [
    path("stimmen/<slug:slug>/melden/", complaining.complain_about_voice, name="complain_about_voice"),
    path("stimmen/<slug:slug>/kommentare/", commenting.comments, name="comments"),
    path("stimmen/<slug:slug>/kommentare/<int:pk>/", commenting.comment, name="comment"),
    path(
        "stimmen/<slug:slug>/kommentare/<int:pk>/melden/",
        complaining.complain_about_comment,
        name="complain_about_comment",
    ),
    path("stimmen/<slug:slug>/kommentare/<int:pk>/ausblenden/", commenting.hide_comment, name="hide_comment"),
    path("stimmen/<slug:slug>/kommentare/<int:pk>/zeigen/", commenting.show_comment, name="show_comment"),
    path("stimmen/<slug:slug>/kommentare/<int:pk>/loeschen/", commenting.delete_comment, name="delete_comment"),
]

attachments = [
    path("stimmen/<slug:slug>/bilder/", attaching.attachments, name="attachments"),
    path("stimmen/<slug:slug>/bilder/<int:pk>.jpg", attaching.attachment, name="attachment"),
    path("stimmen/<slug:slug>/bilder/<int:pk>/entfernen/", attaching.remove_attachment, name="remove_attachment"),
]

urlpatterns = [*complaints, *imports, *comments, *attachments]
