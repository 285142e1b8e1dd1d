from django.urls import path

from stadtgespraech.apps.following import views

app_name = "following"

urlpatterns = [
    path("folgen/", views.follows, name="follows"),
    path("folgen/gesendet/", views.sent, name="sent"),
    path("folgen/beendet/", views.stopped, name="stopped"),
    # Links in mails; the token is the proof.
    path("folgen/mail/<str:token>/", views.by_mail, name="by_mail"),
    path("folgen/mail/<str:token>/bestaetigen/", views.confirm, name="confirm"),
    path("folgen/mail/<str:token>/beenden/", views.stop, name="stop"),
    path("folgen/mail/<str:token>/alles-beenden/", views.stop_all, name="stop_all"),
    path("folgen/mail/<str:token>/meine-daten.json", views.data_of_guest, name="data_of_guest"),
    path("folgen/<slug:kind>/<slug:slug>/", views.follow, name="follow"),
    path("folgen/<slug:kind>/<slug:slug>/beenden/", views.unfollow, name="unfollow"),
]
