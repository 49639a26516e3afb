"""Timed work of voices, called by ``run_due``: safe to repeat and to run late."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.voices.actions.alerts import climb_all
from portal.voices.actions.deletion import STRAY_AFTER, forget_due
from portal.voices.queries.alerts import due_rungs, untaken_cases
from portal.voices.queries.deletion import due_cases, due_statements, stray_files


def run_alerts(at: datetime) -> list[str]:
    """Climb what nobody has read or taken; say to how many, never of what."""
    count = climb_all(at=at)
    return [_("%(count)d safeguarding alerts sent") % {"count": count}] if count else []


def preview_alerts(at: datetime) -> list[str]:
    """Say how many cases would climb."""
    count = sum(bool(due_rungs(case, at)) for case in untaken_cases())
    return [_("%(count)d safeguarding cases would climb") % {"count": count}] if count else []


def run_forgetting(at: datetime) -> list[str]:
    """Delete what has been kept long enough, and files that belong to nothing; say how many."""
    return _forgotten(forget_due(at=at))


def preview_forgetting(at: datetime) -> list[str]:
    """Say how many of each would go."""
    return _forgotten([due_statements(at).count(), due_cases(at).count(), len(stray_files(at - STRAY_AFTER))])


def _forgotten(counts: list[int]) -> list[str]:
    whats = (_("statements kept long enough"), _("cases kept long enough"), _("files that belong to no statement"))
    return [f"{count} {what}" for count, what in zip(counts, whats, strict=True) if count]
