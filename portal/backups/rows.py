"""Rows as lines of JSON, one table a file, the same text from either database."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast

from portal.voices.models.secrets import Sealed, SealedTextField

# Made anew after a restore (search), or worth nothing afterwards (who is signed in, what waits in a queue).
LEFT_OUT = frozenset({"sessions", "wagtailsearch", "usersessions", "django_tasks_database"})
LEFT_OUT_TABLES = frozenset({"portal.searchentry"})
CHUNK = 1000


class UnreadableRow(ValueError):
    """A line of the backup does not fit its table."""


def tables() -> list[type[models.Model]]:
    """Return every table that is saved, in an order that does not depend on the machine."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT
        and model._meta.label_lower not in LEFT_OUT_TABLES
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def saved_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns of ``model``'s own table, without those the database computes."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Yield each row of ``model`` as a line of JSON, in order of its key; what is sealed stays so, as it lies there."""
    fields = saved_fields(model)
    sealed = {f"{field.attname}_as_it_lies": field.attname for field in fields if isinstance(field, SealedTextField)}
    as_it_lies = {alias: Cast(name, models.TextField()) for alias, name in sealed.items()}
    instead = {name: alias for alias, name in sealed.items()}
    names = [instead.get(field.attname, field.attname) for field in fields]
    rows = model._base_manager.annotate(**as_it_lies).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        values = [_said(value) for value in row]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def row_of(model: type[models.Model], line: bytes) -> models.Model:
    """Return the object a line describes; raises UnreadableRow when it does not fit."""
    fields = saved_fields(model)
    try:
        values = json.loads(line)
        if not isinstance(values, list) or len(values) != len(fields):
            raise UnreadableRow(model._meta.label)
        made = model()
        for field, value in zip(fields, values, strict=True):
            setattr(made, field.attname, _meant(field, value))
    except (ValueError, TypeError) as error:
        msg = f"{model._meta.label}: {error}"
        raise UnreadableRow(msg) from error
    return made


def _meant(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, SealedTextField):
        return Sealed(value)
    if isinstance(field, models.BinaryField):
        return b64decode(value)
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    if isinstance(field, models.FileField):
        return value
    return field.to_python(value)


def digest(model: type[models.Model]) -> tuple[int, str]:
    """Return how many rows the table has and the SHA-256 over all of them."""
    sha, count = hashlib.sha256(), 0
    for line in lines(model):
        sha.update(line)
        count += 1
    return count, sha.hexdigest()
