"""Every address of the site. German pages stand at the root, English ones under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from stadtgespraech.config.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("stadtgespraech.core.jobs.urls")),
    path("", include("stadtgespraech.core.charts.urls")),
    *i18n_patterns(
        path("", include("stadtgespraech.apps.dashboard.urls")),
        path("", include("stadtgespraech.core.web.urls")),
        path("", include("stadtgespraech.core.journal.urls")),
        path("", include("stadtgespraech.apps.people.urls")),
        path("", include("stadtgespraech.apps.people.sign_in_urls")),
        path("", include("stadtgespraech.apps.pages.urls")),
        path("", include("stadtgespraech.apps.following.urls")),
        path("", include("stadtgespraech.apps.dialogue.urls")),
        path("", include("stadtgespraech.apps.voices.urls")),
        path("", include("stadtgespraech.apps.pictures.urls")),
        path("", include("stadtgespraech.apps.strategy.urls")),
        path("", include("stadtgespraech.apps.indicators.urls")),
        path("", include("stadtgespraech.apps.council.urls")),
        path("", include("stadtgespraech.apps.opendata.urls")),
        path("", include("stadtgespraech.apps.reports.urls")),
        path("", include("stadtgespraech.apps.packs.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "stadtgespraech.core.web.error_pages.bad_request"
handler403 = "stadtgespraech.core.web.error_pages.forbidden"
handler404 = "stadtgespraech.core.web.error_pages.not_found"
handler500 = "stadtgespraech.core.web.error_pages.server_error"
