"""Timed work of voices, called by ``run_due``: safe to repeat and to run late."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.voices.actions.alerts import climb_all
from portal.voices.queries.alerts import due_rungs, untaken_cases


def run_alerts(at: datetime) -> list[str]:
    """Climb what nobody has read or taken; say to how many, never of what."""
    count = climb_all(at=at)
    return [_("%(count)d safeguarding alerts sent") % {"count": count}] if count else []


def preview_alerts(at: datetime) -> list[str]:
    """Say how many cases would climb."""
    count = sum(bool(due_rungs(case, at)) for case in untaken_cases())
    return [_("%(count)d safeguarding cases would climb") % {"count": count}] if count else []
