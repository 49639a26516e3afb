"""One machine, plain HTTP, demonstration allowed."""

from portal.settings.base import *
from portal.settings.env import VAR, env
from portal.settings.live import *
from portal.settings.security import *
from portal.settings.wagtail import *

DEBUG = env.bool("DEBUG", default=False)
DEMONSTRATION = True
# Not a secret: it protects nothing but demonstration data on one machine.
SECRET_KEY = "demonstration-only-key-that-production-refuses-to-start-with-0123456789"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("EXTRA_HOSTS", default=[])]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)
# Passkeys need HTTPS except on localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# WhiteNoise looks there once at the start; the demonstration serves from the apps themselves.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
