from django.urls import path

from stadtgespraech.apps.indicators import views

app_name = "indicators"

urlpatterns = [
    path("kennzahlen/", views.indicators, name="indicators"),
    path("kennzahlen/liste.<slug:format>", views.download_list, name="download_list"),
    path("kennzahlen/melden/", views.reporting, name="reporting"),
    path("kennzahlen/melden/vorlage.<slug:format>", views.download_template, name="download_template"),
    path("kennzahlen/melden/datei/", views.upload_values, name="upload_values"),
    path("kennzahlen/melden/datei/<uuid:key>/", views.preview_values, name="preview_values"),
    path("kennzahlen/<slug:slug>/", views.indicator, name="indicator"),
    path("kennzahlen/<slug:slug>/werte.<slug:format>", views.download_values, name="download_values"),
    path("kennzahlen/<slug:slug>/melden/", views.report_value, name="report_value"),
    path("kennzahlen/<slug:slug>/bearbeiten/", views.change_indicator, name="change_indicator"),
    path("kennzahlen/<slug:slug>/zielpfad/", views.set_target, name="set_target"),
    path("kennzahlen/<slug:slug>/zielpfad/<int:year>/entfernen/", views.remove_target, name="remove_target"),
]
