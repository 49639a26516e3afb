"""``manage.py verify_ledger``: is everything as it was written?"""

import json
import sys
from argparse import ArgumentParser
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from portal.history.intact import verify_history
from portal.history.models import LedgerHead
from portal.history.verifying import verify_ledger


class Command(BaseCommand):
    help = "Verify the ledger's chain, the records it names, and that every record agrees with its history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the ways of printing and narrowing."""
        parser.add_argument("--json", action="store_true", help="One JSON object per line.")
        parser.add_argument("--ledger-only", action="store_true", help="Leave out the comparison with history.")

    def handle(self, **options: Any) -> None:
        """Print one line per finding as it is found; exit with 1 when there was one."""
        findings = verify_ledger() if options["ledger_only"] else chain(verify_ledger(), verify_history())
        found = 0
        for finding in findings:
            found += 1
            self.stdout.write(json.dumps(finding.as_json(), ensure_ascii=False) if options["json"] else str(finding))
        head = LedgerHead.objects.first()
        entries, last_hash = (head.seq, head.hash) if head else (0, "")
        if options["json"]:
            self.stdout.write(json.dumps({"entries": entries, "head": last_hash, "findings": found}))
        elif not found:
            self.stdout.write(f"The ledger is intact: {entries} entries, head {last_hash or 'empty'}.")
        if found:
            sys.exit(1)
