from django.urls import URLPattern, path

from stadtgespraech.apps.voices.views import entering, moderating, reading, submitting, supporting, withdrawing

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
_READING: list[URLPattern] = [
    path("stimmen/", reading.voices, name="voices"),
    path("stimmen/liste.<slug:format>", reading.download_voices, name="download_voices"),
    path("stimmen/<slug:slug>/", reading.voice, name="voice"),
]

urlpatterns: list[URLPattern] = [*_SPEAKING, *_OFFICE, *_READING]
