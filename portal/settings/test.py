"""The tests: as ``dev``, quick hashing, mail kept in memory."""

import tempfile
from pathlib import Path

from portal.settings.dev import *

DEBUG = False
DEMONSTRATION = True
SECOND_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# WhiteNoise warns of a folder that is not there; nothing is collected for tests.
STATIC_ROOT = Path(tempfile.mkdtemp(prefix="portal-test-static-"))
MEDIA_ROOT = tempfile.mkdtemp(prefix="portal-test-media-")
IMPORT_ROOT = Path(tempfile.mkdtemp(prefix="portal-test-imports-"))
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
WHITENOISE_AUTOREFRESH = False
# Tests that flush tables could not; those about the triggers switch them on.
APPEND_ONLY_TRIGGERS = False
