"""As production, over plain HTTP, on a database that the measurement made and will remove."""

import os
from pathlib import Path

from portal.settings import production
from portal.settings.production import *  # noqa: F403

FOLDER = Path(os.environ["LOAD_FOLDER"])
ROOT_URLCONF = "tests.load.urls"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
# Nobody signs in here with a password: sessions are made beforehand.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STATIC_ROOT = FOLDER / "static"
MEDIA_ROOT = str(FOLDER / "media")
IMPORT_ROOT = FOLDER / "imports"
# The template database is the tests' own: it is made without triggers, and every copy is given them.
APPEND_ONLY_TRIGGERS = "LOAD_TEMPLATE" not in os.environ
# Another database of the same Redis may be in use: our keys and channels are told apart and removed.
PREFIX = os.environ["LOAD_PREFIX"]
CACHES = {
    name: {**cache, "KEY_PREFIX": f"{PREFIX}{cache.get('KEY_PREFIX', '')}"} for name, cache in production.CACHES.items()
}
if "CONFIG" in production.CHANNEL_LAYERS["default"]:
    production.CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = PREFIX
