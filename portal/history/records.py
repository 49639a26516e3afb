"""``AuditRecords``: what every model with history declares as ``history = AuditRecords()``."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from zlib import crc32

from django.apps import apps
from django.db import models
from django.utils import timezone
from simple_history.manager import SIMPLE_HISTORY_REVERSE_ATTR_NAME, HistoricalQuerySet, HistoryManager
from simple_history.models import HistoricalRecords

from portal.history.acting import current_act
from portal.history.rows import is_plain, write_row


class SavedFromThePast(TypeError):
    """Somebody tried to save a record read as it once stood: that would overwrite the present with the past."""


def models_with_history() -> Iterator[type[models.Model]]:
    """Yield every model that declares ``AuditRecords``."""
    return (model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute"))


def _index_name(table: str) -> str:
    """Name the index within Oracle's thirty letters, on which Django insists; long tables stay apart by checksum."""
    return f"h_{table[:19]}_{crc32(table.encode()):08x}"


@cache
def _table_of(model: type[models.Model], manager: str) -> type[models.Model]:
    table: type[models.Model] = getattr(model, manager).model
    return table


@cache
def _attributes(fields: tuple[Any, ...]) -> frozenset[str]:
    return frozenset(field.attname for field in fields)


class PastQuerySet(HistoricalQuerySet):
    """History rows, or the records they describe, without a query per record for the fields history leaves out."""

    def _instanceize(self) -> None:
        rows: list[Any] | None = getattr(self, "_result_cache", None)
        if rows and self._as_instances and isinstance(rows[0], self.model):
            self._result_cache = [record_of(row, self._as_of) for row in rows]


def record_of(row: Any, as_of: Any = None) -> Any:
    """Return the record as a history row describes it; what history leaves out is deferred, and read as it is now."""
    names = [field.attname for field in row.tracked_fields]
    record = row.instance_type.from_db(row._state.db, names, [getattr(row, name) for name in names])
    row._as_of = as_of
    setattr(record, SIMPLE_HISTORY_REVERSE_ATTR_NAME, row)
    return record


class PastManager(HistoryManager):
    """Its class is made once: made anew at every ``record.history``, it took a twentieth of all work."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type[models.QuerySet[Any]], class_name: str | None = None) -> Any:
        """Return the class that has the methods of ``queryset_class`` too."""
        return super().from_queryset(queryset_class, class_name)


class AuditRecords(HistoricalRecords):
    """One history table per model: a text reason, an index for as-of reading, true values after partial saves."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_change_reason_field", models.TextField(default="", blank=True))
        options.setdefault("historical_queryset", PastQuerySet)
        options.setdefault("history_manager", PastManager)
        super().__init__(**options)

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        """Also refuse to save a record that was read as it once stood."""
        super().finalize(sender, **kwargs)
        if self.cls is sender:
            models.signals.pre_save.connect(self.pre_save, sender=sender, weak=False)
            # Its model is prepared. Migrating prepares models sixteen thousand times, and asked every record each time.
            models.signals.class_prepared.disconnect(self.finalize)

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Add the index that makes ``latest_of_each`` and as-of reading quick at a million rows."""
        options: dict[str, Any] = super().get_meta_options(model)
        key = model._meta.pk.attname
        options["indexes"] = [
            *options.get("indexes", ()),
            models.Index(fields=[key, "-history_date", "-history_id"], name=_index_name(model._meta.db_table)),
        ]
        return options

    def pre_save(self, instance: models.Model, **kwargs: Any) -> None:
        """Stop before the present is overwritten with the past."""
        if hasattr(instance, SIMPLE_HISTORY_REVERSE_ATTR_NAME):
            msg = f"this {type(instance).__name__} was read as it stood in the past and cannot be saved"
            raise SavedFromThePast(msg)

    def post_save(self, instance: models.Model, created: bool, using: Any = None, **kwargs: Any) -> None:
        """Re-read the row first when only some fields were saved: the object in hand may be stale elsewhere.

        Nothing is written when only fields were saved that history leaves out: a sign-in is not a change
        of the person.
        """
        fields = kwargs.get("update_fields")
        if not created and fields is not None and not kwargs.get("raw"):
            saved = set(fields)
            tracked = self.fields_included(type(instance))
            if not any({field.name, field.attname} & saved for field in tracked):
                return
            others = [field.attname for field in tracked if not {field.name, field.attname} & saved]
            if others:
                fresh = type(instance)._base_manager.using(using).values(*others).get(pk=instance.pk)
                for name, value in fresh.items():
                    setattr(instance, name, value)
        super().post_save(instance, created, using=using, **kwargs)

    def create_historical_record(self, instance: models.Model, history_type: str, using: Any = None) -> None:
        """Write the row at once where it holds nothing unusual; see ``rows.py``."""
        model = _table_of(type(instance), self.manager_name)
        tracked = self.fields_included(instance)
        if self.use_base_model_db or not is_plain(model, _attributes(tuple(tracked))):
            super().create_historical_record(instance, history_type, using=using)
            return
        user = self.get_history_user(instance)
        values = {field.attname: getattr(instance, field.attname) for field in tracked}
        values["history_date"] = getattr(instance, "_history_date", None) or timezone.now()
        values["history_type"] = history_type
        values["history_user_id"] = user.pk if user else None
        values["history_change_reason"] = self.get_change_reason_for_object(instance, history_type, using)
        write_row(model, values)

    def get_history_user(self, instance: models.Model) -> Any:
        """Who acts: said on the instance by ``save_with_history``, else by ``acting_as``."""
        if hasattr(instance, "_history_user"):
            return instance._history_user
        act = current_act()
        return act.user if act else super().get_history_user(instance)

    def get_change_reason_for_object(self, instance: models.Model, history_type: str, using: Any) -> str:
        """Why: said on the instance, else by ``acting_as``; an empty reason is stored as such, never guessed."""
        reason = getattr(instance, "_change_reason", None)
        if reason is None and (act := current_act()):
            reason = act.reason
        return reason or ""
