"""The tests: as ``dev``, quick hashing, mail kept in memory."""

import os
import sys
import tempfile
from pathlib import Path

from portal.settings.dev import *
from portal.settings.env import REDIS_URL, VAR, env


def redis_of_worker(url: str, worker: str) -> str:
    """Return the address of the database ``worker`` (``gw0`` to ``gw7``) has for itself; Redis has sixteen."""
    server, _, first = url.rpartition("/")
    return f"{server}/{int(first) + 1 + int(worker.removeprefix('gw'))}"


# Where Python is told to keep no bytecode beside its sources (images often say so), every process of a run would
# compile the whole of Django, the portal and the tests for itself: fifteen seconds each. It is kept here instead, also
# for the processes that tests start.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(VAR / "bytecode")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix

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
# Every new test client starts WhiteNoise anew: it looks a file up when it is asked for instead of listing them all.
WHITENOISE_AUTOREFRESH = True
# Tests that flush tables could not; those about the triggers switch them on.
APPEND_ONLY_TRIGGERS = False

# Processes sharing one Redis database would empty each other's rate limits and fragments: each has one of its own.
WORKER = env.str("PYTEST_XDIST_WORKER", default="")
if REDIS_URL and WORKER:
    address = redis_of_worker(REDIS_URL, WORKER)
    for cache in CACHES.values():
        cache["LOCATION"] = address
    CHANNEL_LAYERS["default"]["CONFIG"]["hosts"] = [{"address": address, "socket_connect_timeout": 2}]
