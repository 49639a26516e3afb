"""Behind a proxy that ends TLS. Every secret comes from the environment; a missing one stops the start."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings.base import *
from portal.settings.env import env
from portal.settings.live import *
from portal.settings.security import *
from portal.settings.wagtail import *

MIN_VOICES_KEY = 32
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
# A SECRET_KEY may be renewed any day, and nobody would expect words of children to become unreadable by it.
VOICES_KEYS = env.list("VOICES_KEYS")
if not all(len(key) >= MIN_VOICES_KEY for key in VOICES_KEYS or [""]):
    raise ImproperlyConfigured(f"VOICES_KEYS: each key has at least {MIN_VOICES_KEY} characters")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="hearth@localhost")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# How many processes serve the portal: more than one without Redis is refused by a system check.
PORTAL_PROCESSES = env.int("PORTAL_PROCESSES", default=2)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "portal.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
