"""Which imports a person may know of."""

from datetime import datetime

from django.db.models import QuerySet

from portal.imports.models import ImportRun
from portal.imports.permissions.runs import can_import
from portal.people.models import User


def visible_runs(person: User, at: datetime) -> QuerySet[ImportRun]:
    """Return every import for administrators, none for anybody else."""
    return ImportRun.objects.all() if can_import(person, at) else ImportRun.objects.none()
