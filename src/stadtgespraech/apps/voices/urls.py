from django.urls import URLPattern, path

from stadtgespraech.apps.voices.views import (
    answering,
    attaching,
    commenting,
    complaining,
    deadlines,
    entering,
    importing,
    minuting,
    moderating,
    reading,
    submitting,
    supporting,
    withdrawing,
)

app_name = "voices"

# One list per subject. Receipts have no vowels, so no word below can be one.
_SPEAKING: list[URLPattern] = [
    path("stimmen/neu/", submitting.submit_voice, name="submit"),
    path("stimmen/quittung/", submitting.find_receipt, name="find_receipt"),
    path("stimmen/<slug:slug>/quittung/", submitting.receipt, name="receipt"),
    path("stimmen/<slug:slug>/zurueckziehen/", withdrawing.withdraw_voice, name="withdraw"),
    path("stimmen/<slug:slug>/unterstuetzen/", supporting.support_voice, name="support"),
    path("stimmen/<slug:slug>/nicht-mehr-unterstuetzen/", supporting.unsupport_voice, name="unsupport"),
    path("konto/stimmen/", reading.own_voices, name="own_voices"),
]
_OFFICE: list[URLPattern] = [
    path("termine/<slug:slug>/niederschrift/", minuting.record_minutes, name="record_minutes"),
    path("stimmen/eintragen/", entering.enter_voice, name="enter_voice"),
    path("stimmen/pruefen/", moderating.queue, name="queue"),
    path("stimmen/<slug:slug>/veroeffentlichen/", moderating.publish_voice, name="publish"),
    path("stimmen/<slug:slug>/ablehnen/", moderating.refuse_voice, name="refuse"),
    path("stimmen/<slug:slug>/einordnen/", moderating.sort_voice, name="sort"),
    path("stimmen/<slug:slug>/kontakt/", moderating.contact, name="contact"),
]
_CLOCK: list[URLPattern] = [
    path("stimmen/fristen/", deadlines.deadlines, name="deadlines"),
    path("stimmen/antwortquote/", deadlines.answer_rate, name="answer_rate"),
    path("stimmen/ausrichten/", answering.answers_to_tell, name="answers_to_tell"),
    path("stimmen/<slug:slug>/zustaendig/", deadlines.route, name="route_voice"),
    path("stimmen/<slug:slug>/bestaetigen/", deadlines.acknowledge, name="acknowledge_voice"),
    path("stimmen/<slug:slug>/beantworten/", answering.answer, name="answer_voice"),
    path("stimmen/<slug:slug>/antwort/berichtigen/", answering.correct, name="correct_answer"),
    path("stimmen/<slug:slug>/antwort/ausgerichtet/", answering.tell, name="tell_answer"),
]
_COMPLAINTS: list[URLPattern] = [
    path("stimmen/meldungen/", complaining.complaints, name="complaints"),
    path("stimmen/meldungen/danke/", complaining.complaint_thanks, name="complaint_thanks"),
    path("stimmen/meldungen/<int:pk>/", complaining.close_complaint, name="close_complaint"),
]
_IMPORTS: list[URLPattern] = [
    path("stimmen/einlesen/", importing.upload_voices, name="upload_voices"),
    path("stimmen/einlesen/vorlage.<slug:format>", importing.template, name="import_template"),
    path("stimmen/einlesen/<uuid:key>/", importing.preview_voices, name="preview_voices"),
    path("stimmen/eingelesen/", importing.imported, name="imported"),
    path("stimmen/eingelesen/pruefen/", importing.moderate_imported, name="moderate_imported"),
]
_COMMENTS: list[URLPattern] = [
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
_ATTACHMENTS: list[URLPattern] = [
    path("stimmen/<slug:slug>/bilder/", attaching.attachments, name="attachments"),
    path("stimmen/<slug:slug>/bilder/<int:pk>.jpg", attaching.attachment, name="attachment"),
    path("stimmen/<slug:slug>/bilder/<int:pk>/entfernen/", attaching.remove_attachment, name="remove_attachment"),
]
_READING: list[URLPattern] = [
    path("stimmen/", reading.voices, name="voices"),
    path("stimmen/liste.<slug:format>", reading.download_voices, name="download_voices"),
    path("stimmen/<slug:slug>/", reading.voice, name="voice"),
]

urlpatterns: list[URLPattern] = [
    *_SPEAKING,
    *_OFFICE,
    *_CLOCK,
    *_COMPLAINTS,
    *_IMPORTS,
    *_COMMENTS,
    *_ATTACHMENTS,
    *_READING,
]
