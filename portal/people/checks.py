"""The demonstration and the real thing are never mixed."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

DEMONSTRATION_KEY = "demonstration-only-key"


@register
def demonstration_stays_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One-click sign-in and a printed password only with the demonstration's own key; that key nowhere else."""
    found: list[CheckMessage] = []
    has_demonstration_key = settings.SECRET_KEY.startswith(DEMONSTRATION_KEY)
    is_production = str(settings.SETTINGS_MODULE).endswith(".production") or settings.SECURE_HSTS_SECONDS > 0
    if settings.DEMONSTRATION and (is_production or not has_demonstration_key):
        found.append(
            Error(
                "DEMONSTRATION is on together with production settings or a real SECRET_KEY.",
                hint="Anybody could sign in as anybody. Turn DEMONSTRATION off.",
                id="people.E001",
            )
        )
    if not settings.DEMONSTRATION and has_demonstration_key:
        found.append(
            Error(
                "SECRET_KEY is the demonstration's, which everybody knows.",
                hint="Set SECRET_KEY in the environment to a long random value.",
                id="people.E002",
            )
        )
    return found
