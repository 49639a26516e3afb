"""What every test shares."""

import gc
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import hypothesis
import pytest
from _pytest.runner import pytest_runtest_protocol as runtestprotocol
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection, connections
from django.test import TransactionTestCase

from portal.roomy import with_room
from tests.database import template_for
from tests.planting import checks_on_sqlite
from tests.remembering import MEMORY
from tests.thorough import examples

# Nothing that is imported is garbage; see ``pytest_collection_finish``.
gc.disable()

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
# Where a test names no number of its own; see ``tests/thorough.py``. How fast something is, ``tests/load`` measures: a
# machine that is busy with something else is no finding.
hypothesis.settings.register_profile(
    "portal",
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("portal")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """Give this process its copy of the migrated database; see ``tests/database.py``."""
    with django_db_blocker.unblock():
        template = template_for(worker_id)
        template.build()
        template.copy()

    def fresh_copy(self: TransactionTestCase) -> None:
        template.copy()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", fresh_copy)
        yield
    with django_db_blocker.unblock():
        connections["default"].close()
        template.remove()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Iterator[Any]:
    """Tell what remembers worlds when a test begins and ends; see ``tests/remembering.py``."""
    made = yield
    if fixturedef.argname == "_django_db_helper" and connection.in_atomic_block:
        MEMORY.begin(lambda: not _patched(request))
        fixturedef.addfinalizer(MEMORY.end)
    return made


def _patched(request: Any) -> bool:
    if "monkeypatch" not in request.fixturenames:
        return False
    patch = request.getfixturevalue("monkeypatch")
    return bool(patch._setattr or patch._setitem)


@with_room
def _run(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    return runtestprotocol(item, nextitem)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test as pytest does, with room for its calls: a twentieth of the time went where they had none."""
    return _run(item, nextitem)


@pytest.fixture(autouse=True)
def _clear_cache() -> None:
    """Rate limits and fragments of one test must not be another's."""
    cache.clear()
    caches["pages"].clear()


@pytest.fixture
def guards_again(db: None) -> Iterator[None]:
    """Put back what a test took from the database that no rollback brings again; see ``tests/planting.py``."""
    yield
    checks_on_sqlite(on=True)


@pytest.fixture
def noon() -> datetime:
    """Return the moment at which tests happen unless they say otherwise."""
    return NOON


def pytest_collection_finish() -> None:
    """Search less often for garbage, and never in what is imported by now: a sixth of the time went there."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this machine cannot run, once for each reason, in words."""
    missing = {
        "postgres": None
        if "postgres" in settings.DATABASES["default"]["ENGINE"]
        else "DATABASE_URL names no PostgreSQL",
        "redis": None if settings.CACHES["default"]["BACKEND"].endswith("RedisCache") else "REDIS_URL names no Redis",
        "browser": None if CHROMIUM else "no Chromium on this machine",
        "fault": None
        if "postgres" in settings.DATABASES["default"]["ENGINE"]
        and settings.CACHES["default"]["BACKEND"].endswith("RedisCache")
        else "needs DATABASE_URL and REDIS_URL",
    }
    for item in items:
        for marker, why in missing.items():
            if why and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=why))
    if hasattr(config, "workerinput"):
        items[:] = _two_beginnings(items)


def _two_beginnings(items: list[pytest.Item]) -> list[pytest.Item]:
    """Put what needs no database in the middle, the tools that read all sources first.

    The second of two processes begins in the middle: it works while the first migrates the template, for which both
    would wait otherwise. The first goes on with whatever reads the demonstration: it prepares that, too, when the other
    has enough left to do. At the end the other would be given such a test and wait, for a minute on a fresh machine.
    """
    needs = [item for item in items if _needs_database(item)]
    needs.sort(key=lambda item: "_told" not in getattr(item, "fixturenames", ()))
    free = [item for item in items if not _needs_database(item)]
    free.sort(key=lambda item: item.path.name != "test_architecture.py")
    before = min(len(items) // 2, len(needs))
    return [*needs[:before], *free, *needs[before:]]


def _needs_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(getattr(item, "fixturenames", ())))
