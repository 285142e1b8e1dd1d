from django.urls import URLPattern, path

from stadtgespraech.apps.voices.views import (
    answering,
    deadlines,
    entering,
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
_READING: list[URLPattern] = [
    path("stimmen/", reading.voices, name="voices"),
    path("stimmen/liste.<slug:format>", reading.download_voices, name="download_voices"),
    path("stimmen/<slug:slug>/", reading.voice, name="voice"),
]

urlpatterns: list[URLPattern] = [*_SPEAKING, *_OFFICE, *_CLOCK, *_READING]
