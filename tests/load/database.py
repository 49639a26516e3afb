"""Databases of our own: copies of the migrated template, filled, and removed at the end whatever happens."""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connections

from portal.history.append_only import append_only_tables, install_append_only
from tests.database import ALIAS, PostgresTemplate, SqliteTemplate, _use, template_for


class OwnDatabase:
    """One copy."""

    def __init__(self, name: str) -> None:
        self.template: PostgresTemplate | SqliteTemplate = template_for(f"load_{name}_{os.getpid()}")

    def make(self) -> None:
        """Migrate the template if it is not there yet, copy it, and guard history as in production."""
        settings.APPEND_ONLY_TRIGGERS = False
        self.template.build()
        settings.APPEND_ONLY_TRIGGERS = True
        self.template.copy()
        install_append_only(append_only_tables())

    def use(self) -> None:
        """Let this process read and write here."""
        _use(self.template.name if isinstance(self.template, PostgresTemplate) else str(self.template.path))

    def url(self) -> str:
        """Return the address for the processes that serve it."""
        if isinstance(self.template, SqliteTemplate):
            return f"sqlite:///{Path(self.template.path)}"
        parts = urlsplit(os.environ["DATABASE_URL"])
        return urlunsplit(parts._replace(path=f"/{self.template.name}"))

    def settle(self) -> None:
        """Tidy up and take note of what was written, as PostgreSQL's autovacuum does by itself after so many rows."""
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connections[ALIAS].vendor == "postgresql" else "ANALYZE")

    def remove(self) -> None:
        """Leave nothing behind."""
        self.template.remove()
