"""Creating many tables at once in a migration.

Django works the whole project's models out anew after every operation: with hundreds of models, a migration that
creates a hundred tables one by one takes a minute, on every fresh machine and before every first test.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from functools import cache
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field, Model
from django.utils.functional import cached_property

_taken_apart, _moved = Field.clone, RunPython.database_forwards

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
    """Migrate a fresh database without working nearly all models out again for every single operation.

    What Django does is right for any project, and takes four times as long as making the tables does:

    - It asks of every foreign key of every state which setting names which model, and forgets it with each model it
      puts into a state. Which models the project has does not change meanwhile.
    - It takes every field apart and puts it together again for each state that has it. Here it is copied.
    - With a model it works out everything that is related to it at any remove, which by way of the people who act is
      every table. Here: what refers to it, and what refers to that, for nothing else holds on to what it was before.
    - It works out all models for each function that moves data, also where nothing changed since the last one.
    """
    named = cache(apps.get_swappable_settings_name)
    with ExitStack() as patched:
        patched.enter_context(patch.object(apps, "get_swappable_settings_name", named))
        patched.enter_context(patch.object(Field, "clone", _copied))
        patched.enter_context(patch.object(ProjectState, "reload_model", _reload))
        patched.enter_context(patch.object(ProjectState, "reload_models", _reload_all))
        patched.enter_context(patch.object(RunPython, "database_forwards", _move_data))
        yield


def _copied(field: Any) -> Any:
    """Return a field like one of a state, of no model yet; it comes after all others, as a new one does."""
    if hasattr(field, "model") or not type(field).__module__.startswith("django.db.models."):
        return _taken_apart(field)
    copied = deepcopy(field)
    copied.name = None
    for one in (copied, copied.remote_field):
        for name in _worked_out(type(one)):  # type: ignore[arg-type]
            vars(one).pop(name, None)
    if field.auto_created:
        copied.creation_counter = Field.auto_creation_counter
        Field.auto_creation_counter -= 1
    else:
        copied.creation_counter = Field.creation_counter
        Field.creation_counter += 1
    return copied


@cache
def _worked_out(kind: type) -> list[str]:
    """Return what an object of this kind works out when it is first asked and then remembers."""
    return [name for part in kind.__mro__ for name, value in vars(part).items() if isinstance(value, cached_property)]


def _reload(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    _reload_all(state, [(app_label, model_name)])


def _reload_all(state: ProjectState, models: Iterable[tuple[str, str]], delay: bool = True) -> None:
    """Work out ``models`` and what refers to them, or to that."""
    if "apps" not in vars(state):
        return
    # What they refer to still shows, beside the new ones, what they were: whoever moves data is given all models anew.
    state.is_delayed = True
    found, new = set(models), list(models)
    while new:
        try:
            model = state.apps.get_model(*new.pop())
        except LookupError:
            continue
        # Asking also lets the model as it was remember what referred to it then: altering a column asks for that.
        fields = model._meta.get_fields(include_parents=True, include_hidden=True)
        near = [field.related_model for field in fields if field.is_relation and field.auto_created]
        near += [one for one in model.__subclasses__() if issubclass(one, Model)]
        names = {(one._meta.app_label, one._meta.model_name) for one in near if one and not isinstance(one, str)}
        new += names - found
        found |= names
    state._reload(found)  # type: ignore[attr-defined]


def _move_data(operation: RunPython, app_label: str, editor: Any, before: ProjectState, after: ProjectState) -> None:
    """Work out all models, unless the last function that moved data found them as they are."""
    if after.is_delayed:
        vars(after).pop("apps", None)
        after.is_delayed = False
    # It changes no model: both states are the same.
    vars(before)["apps"], before.is_delayed = after.apps, False
    _moved(operation, app_label, editor, before, after)


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
