"""``manage.py check_portal``: does everything that must always be true hold on the live data?"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.invariants import all_findings


class Command(BaseCommand):
    """Print one line for each finding; exit status 1 when there is any."""

    help = "Check the invariants of every part of the portal, and the ledger."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for finding in all_findings(timezone.now()):
            self.stdout.write(finding)
            found += 1
        if found:
            raise SystemExit(1)
        self.stdout.write(self.style.SUCCESS("All is well."))
