"""Settings under which live pages would be unsafe or would lose events: the portal refuses to start with them."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.compatibility)
def one_process_or_redis(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuse several processes with a layer that none of them shares: most events would reach nobody."""
    backend = settings.CHANNEL_LAYERS.get("default", {}).get("BACKEND", "")
    if backend.endswith("InMemoryChannelLayer") and getattr(settings, "PORTAL_PROCESSES", 1) > 1:
        return [
            Error(
                "Several processes cannot share an in-memory channel layer.",
                hint="Set REDIS_URL, or PORTAL_PROCESSES=1 when one process serves everything.",
                id="live.E001",
            )
        ]
    return []


@register(Tags.security)
def hosts_are_named(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuse a wildcard host: any web page could then open a socket with its visitor's session."""
    if "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "ALLOWED_HOSTS contains '*', which lets any origin open a socket.",
                hint="Name the hosts the portal is reached by.",
                id="live.E002",
            )
        ]
    return []
