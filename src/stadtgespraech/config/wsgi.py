"""The web server's door."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stadtgespraech.config.settings")
application = get_wsgi_application()

from stadtgespraech.core.jobs.demo_mode import refuse_public_demo  # noqa: E402 -- needs Django set up

refuse_public_demo()
