"""What must be there for the portal to work, and the numbers it gives of itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django_tasks_db.models import DBTaskResult

from portal.heartbeats import signs
from portal.models import SearchEntry
from portal.notifications.enums import SendState
from portal.notifications.models import Delivery, Digest


@dataclass(frozen=True)
class Check:
    """One thing asked, and what was found when it is not well."""

    name: str
    ok: bool
    finding: str = ""


def checks(at: datetime) -> list[Check]:
    """Ask everything; what depends on the database is asked only when that answers."""
    found = [_database(), _cache()]
    if found[0].ok:
        found += [_migrations(), *_signs(at)]
    return found


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return Check("database", ok=False, finding=type(error).__name__)
    return Check("database", ok=True)


def _cache() -> Check:
    key = f"readyz-{uuid4()}"
    try:
        cache.set(key, "yes", 10)
        kept = cache.get(key) == "yes"
        cache.delete(key)
    except Exception as error:
        # Each cache has errors of its own; whichever it is, the cache is not there.
        return Check("cache", ok=False, finding=type(error).__name__)
    return Check("cache", ok=kept, finding="" if kept else "forgets")


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Check("migrations", ok=not plan, finding=", ".join(str(migration) for migration, _ in plan)[:200])


def _signs(at: datetime) -> list[Check]:
    """The timer and the worker. The demonstration does without: there, and before the first run, they only report."""
    found = []
    for sign in signs(at):
        silent = sign.late and sign.seen is not None and not settings.DEMONSTRATION
        seen = f"last seen {sign.seen.isoformat()}" if sign.seen else "never seen"
        words = "; ".join(part for part in (seen if sign.late else "", sign.finding) if part)
        found.append(Check(sign.name, ok=not silent, finding=words))
    return found


def prometheus(at: datetime) -> str:
    """Return the numbers; none of them says anything about a person or a home."""
    lines = ["# TYPE portal_check gauge"]
    lines += [f'portal_check{{name="{check.name}"}} {int(check.ok)}' for check in checks(at)]
    lines.append("# TYPE portal_silent_seconds gauge")
    for sign in signs(at):
        if sign.seen:
            lines.append(f'portal_silent_seconds{{name="{sign.name}"}} {(at - sign.seen).total_seconds():.0f}')
    lines.append("# TYPE portal_letters gauge")
    for state in (SendState.WAITING, SendState.CLAIMED, SendState.FAILED):
        count = Delivery.objects.filter(state=state).count() + Digest.objects.filter(state=state).count()
        lines.append(f'portal_letters{{state="{state}"}} {count}')
    lines += [
        "# TYPE portal_tasks_waiting gauge",
        f"portal_tasks_waiting {DBTaskResult.objects.filter(status='READY').count()}",
        "# TYPE portal_search_entries gauge",
        f"portal_search_entries {SearchEntry.objects.count()}",
    ]
    return "\n".join(lines) + "\n"
