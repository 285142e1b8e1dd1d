from django.urls import path

from stadtgespraech.apps.voices.views import answering, deadlines

app_name = "voices"

# Fixed addresses stand before those that begin with a voice's slug.
clock_lists = [
    path("stimmen/fristen/", deadlines.deadlines, name="deadlines"),
    path("stimmen/antwortquote/", deadlines.answer_rate, name="answer_rate"),
    path("stimmen/ausrichten/", answering.answers_to_tell, name="answers_to_tell"),
]
clock = [
    path("stimmen/<slug:slug>/zustaendig/", deadlines.route, name="route_voice"),
    path("stimmen/<slug:slug>/bestaetigen/", deadlines.acknowledge, name="acknowledge_voice"),
    path("stimmen/<slug:slug>/beantworten/", answering.answer, name="answer_voice"),
    path("stimmen/<slug:slug>/antwort/berichtigen/", answering.correct, name="correct_answer"),
    path("stimmen/<slug:slug>/antwort/ausgerichtet/", answering.tell, name="tell_answer"),
]

urlpatterns = [*clock_lists, *clock]
