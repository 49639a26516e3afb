"""Creating many tables at once in a migration.

Django works the whole project's models out anew after every operation: with hundreds of models, a migration that
creates a hundred tables one by one takes a minute, on every fresh machine and before every first test.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# The frameworks' own migrations go before our tables: each of theirs works out every model that is there by then, and
# two hundred more of ours made them take thirty seconds longer. A migration of theirs that a later release adds may
# come after.
AFTER_FRAMEWORK = (
    ("account", "0009_emailaddress_unique_primary_email"),
    ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ("mfa", "0003_authenticator_type_uniq"),
    ("sessions", "0001_initial"),
    ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
    ("usersessions", "0001_initial"),
    ("wagtailadmin", "0006_formstate"),
    ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ("wagtaildocs", "0014_alter_document_file_size"),
    ("wagtailembeds", "0009_embed_cache_until"),
    ("wagtailforms", "0005_alter_formsubmission_form_data"),
    ("wagtailimages", "0027_image_description"),
    ("wagtailredirects", "0008_add_verbose_name_plural"),
    ("wagtailsearch", "0010_add_text_fields"),
    ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
)


@contextmanager
def settled_models() -> Iterator[None]:
    """Remember, while migrating, which setting names which model: it is asked of every foreign key of every state.

    Django remembers it too, but forgets it for the whole project with each model it puts into a state; finding it again
    is a sixth of a whole migration. Which models the project has does not change meanwhile.
    """
    apps.get_swappable_settings_name = cache(apps.get_swappable_settings_name)  # type: ignore[method-assign]
    try:
        yield
    finally:
        del apps.get_swappable_settings_name


class Together(Operation):
    """Create the tables of ``operations`` as they are after the last of them: fields, indexes and constraints.

    The operations are those of an initial migration: ``CreateModel``, and what was split off it because two tables
    refer to each other (``AddField``, ``AddIndex``, ``AddConstraint``).
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Put everything into the state before anybody asks for the models."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Create each table whole; references to tables further down are added at the end by the schema editor."""
        for model in self._models(app_label, to_state):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.create_model(model)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Remove the tables, the last first."""
        for model in reversed(self._models(app_label, from_state)):
            if self.allow_migrate_model(schema_editor.connection.alias, model):
                schema_editor.delete_model(model)

    def describe(self) -> str:
        """Say what it does."""
        return f"Create {sum(isinstance(operation, CreateModel) for operation in self.operations)} tables"

    def _models(self, app_label: str, state: Any) -> list[Any]:
        names = [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
        return [state.apps.get_model(app_label, name) for name in names]
