from django.urls import path

from stadtgespraech.core.journal import views

app_name = "journal"

urlpatterns = [
    path("protokoll/", views.overview, name="overview"),
    path("protokoll/journal.jsonl", views.download, name="download"),
    path("protokoll/pruefe_protokoll.py", views.verifier, name="verifier"),
    path("protokoll/kopf.json", views.newest_head, name="head"),
]
