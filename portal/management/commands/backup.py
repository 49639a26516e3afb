"""``manage.py backup FILE``: everything in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.backups.saving import save_backup


class Command(BaseCommand):
    """Write the database and the uploaded files to one file."""

    help = "Write the database and the uploaded files to FILE (tar, gzip)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, verbosity: int, **options: Any) -> None:
        say = self.stdout.write if verbosity > 1 else lambda line: None
        try:
            manifest = save_backup(file, say=say)
        except OSError as error:
            msg = f"The backup could not be written: {error}"
            raise CommandError(msg) from error
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(f"Saved {rows} rows and {len(manifest['files'])} files to {file}.")
