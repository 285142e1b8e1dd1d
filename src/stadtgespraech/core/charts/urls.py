from django.urls import re_path

from stadtgespraech.core.charts import views

app_name = "charts"

urlpatterns = [
    re_path(r"^grafiken/(?P<key>[0-9a-f]{40})/(?P<variant>[a-z-]{1,20}\.(?:svg|png))$", views.picture, name="picture"),
]
