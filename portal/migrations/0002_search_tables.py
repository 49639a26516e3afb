"""The full-text index beside ``portal_searchentry``, kept by the database itself on either database."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Letters with marks are found without them, what joins words does not hide them (NW-2026-014, o.tan@hearth), and
# PostgreSQL's parser takes nothing for a tag whose inside it would leave out.
MARKED = (
    "áàâäãåāćčçďéèêëēęěíìîïīłńňñóòôöõøōřśšşťúùûüūůŵýÿŷźžżÁÀÂÄÃÅĀĆČÇĎÉÈÊËĒĘĚÍÌÎÏĪŁŃŇÑÓÒÔÖÕØŌŘŚŠŞŤÚÙÛÜŪŮŴÝŸŶŹŽŻ-/_.@’'<>&"
)
PLAIN = (
    "aaaaaaacccdeeeeeeeiiiiilnnnooooooorssstuuuuuuwyyyzzzAAAAAAACCCDEEEEEEEIIIIILNNNOOOOOOORSSSTUUUUUUWYYYZZZ          "
)
assert len(MARKED) == len(PLAIN)  # noqa: S101

SQLITE = [
    """CREATE VIRTUAL TABLE portal_search USING fts5(
        title, text, content='portal_searchentry', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
    )""",
    """CREATE TRIGGER portal_search_added AFTER INSERT ON portal_searchentry BEGIN
        INSERT INTO portal_search(rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
    """CREATE TRIGGER portal_search_removed AFTER DELETE ON portal_searchentry BEGIN
        INSERT INTO portal_search(portal_search, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    END""",
    """CREATE TRIGGER portal_search_changed AFTER UPDATE ON portal_searchentry BEGIN
        INSERT INTO portal_search(portal_search, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO portal_search(rowid, title, text) VALUES (new.id, new.title, new.text);
    END""",
]
SQLITE_UNDO = [
    "DROP TRIGGER portal_search_added",
    "DROP TRIGGER portal_search_removed",
    "DROP TRIGGER portal_search_changed",
    "DROP TABLE portal_search",
]


def _vector(column: str, weight: str) -> str:
    marked = MARKED.replace("'", "''")
    return f"setweight(to_tsvector('english', translate({column}, '{marked}', '{PLAIN}')), '{weight}')"


POSTGRESQL = [
    f"""ALTER TABLE portal_searchentry ADD COLUMN vector tsvector
        GENERATED ALWAYS AS ({_vector("title", "A")} || {_vector("text", "B")}) STORED""",
    "CREATE INDEX portal_searchentry_vector ON portal_searchentry USING gin (vector)",
]
POSTGRESQL_UNDO = ["ALTER TABLE portal_searchentry DROP COLUMN vector"]


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the index this database knows."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement, params=None)


def undo(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    for statement in {"sqlite": SQLITE_UNDO, "postgresql": POSTGRESQL_UNDO}[editor.connection.vendor]:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """After the table itself."""

    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunPython(make, undo)]
