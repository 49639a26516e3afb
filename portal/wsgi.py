"""Pages, for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

# Only now: it reads the settings.
from portal.warming import warm  # noqa: E402

warm()
