"""``manage.py restore FILE``: put everything back, and prove it."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.backups.loading import BadBackup, load_backup
from portal.history.verifying import verify_ledger


class Command(BaseCommand):
    """Replace the database and the uploaded files by those of a backup, then verify the ledger."""

    help = "Replace the database and the uploaded files by those in FILE, then verify the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, verbosity: int, **options: Any) -> None:
        say = self.stdout.write if verbosity > 1 else lambda line: None
        call_command("migrate", verbosity=0, interactive=False)
        try:
            manifest = load_backup(file, say=say)
        except BadBackup as error:
            raise CommandError(str(error)) from error
        cache.clear()
        call_command("wagtail_update_index", verbosity=0)
        call_command("rebuild_search", verbosity=0, stdout=StringIO())
        findings = [str(finding) for finding in verify_ledger()]
        if findings:
            raise CommandError("\n".join(["Restored, but the ledger does not verify:", *findings]))
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(f"Restored {rows} rows and {len(manifest['files'])} files; the ledger verifies.")
