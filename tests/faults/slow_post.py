"""Settings of a post office that takes its time: each letter is a line in a file named by ``POST_BOOK``."""

from portal.settings.dev import *  # noqa: F403

EMAIL_BACKEND = "tests.faults.slow_office.EmailBackend"
