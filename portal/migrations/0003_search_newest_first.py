"""An index for going through what can be found from the newest on; SQLite, which has none of its kind, never does."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add it where it is used."""
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE INDEX portal_searchentry_newest ON portal_searchentry (kind, at DESC NULLS LAST, object_id)",
            params=None,
        )


def undo(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX portal_searchentry_newest", params=None)


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_search_tables")]
    operations = [migrations.RunPython(make, undo)]
