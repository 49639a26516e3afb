"""Settings under which live pages would be unsafe or lose events are refused."""

from typing import Any

import pytest
from django.core.checks.registry import registry

from portal.live.checks import hosts_are_named, one_process_or_redis

REDIS = {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer"}}
MEMORY = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


def ids() -> set[str | None]:
    checks = (hosts_are_named, one_process_or_redis)
    assert set(checks) <= set(registry.get_checks())
    return {error.id for check in checks for error in check(None)}


@pytest.mark.parametrize(
    ("layers", "processes", "refused"),
    [(MEMORY, 1, False), (MEMORY, 2, True), (REDIS, 1, False), (REDIS, 4, False)],
)
def test_several_processes_need_a_layer_they_share(settings: Any, layers: Any, processes: int, refused: bool) -> None:
    settings.CHANNEL_LAYERS, settings.PORTAL_PROCESSES = layers, processes
    assert ("live.E001" in ids()) is refused


@pytest.mark.parametrize(
    ("hosts", "refused"),
    [(["hearth.example"], False), ([".hearth.example"], False), (["*"], True), (["hearth.example", "*"], True)],
)
def test_a_wildcard_host_is_refused(settings: Any, hosts: list[str], refused: bool) -> None:
    settings.ALLOWED_HOSTS = hosts
    assert ("live.E002" in ids()) is refused
