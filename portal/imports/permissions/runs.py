"""Imports are the administrators' work."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.imports.enums import RunState
from portal.imports.models import ImportRun
from portal.people.permissions.roles import is_administrator

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


def can_import(person: "User | AnonymousUser", at: datetime) -> bool:
    """Say whether ``person`` may check and apply files, and see what was imported."""
    return is_administrator(person, at)


def can_apply(person: "User | AnonymousUser", run: ImportRun, at: datetime) -> bool:
    """Say whether ``person`` may apply this checked file: any administrator, not only the one who checked it."""
    return can_import(person, at) and run.state == RunState.PLANNED


def can_cancel(person: "User | AnonymousUser", run: ImportRun, at: datetime) -> bool:
    """Say whether ``person`` may stop this import or throw it away."""
    return can_import(person, at) and run.state in {RunState.PLANNED, RunState.APPLYING}
