"""One history row, written with a statement that is put together once for each table.

Django builds an object and its statement anew for each row, which costs more than saving the record itself.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import connections, models, router, transaction
from simple_history.signals import post_create_historical_record, pre_create_historical_record

# What says who, when and why; everything else in a row is a value of the record.
OF_THE_ACT = frozenset({"history_date", "history_type", "history_user_id", "history_change_reason"})


def is_plain(model: type[models.Model], tracked: frozenset[str]) -> bool:
    """Say whether rows of ``model`` hold the act and the values ``tracked`` and nothing else, and nobody waits for one.

    Signals of the model itself are not asked about: no receiver of the portal or its frameworks is for history rows.
    """
    if pre_create_historical_record.has_listeners(model) or post_create_historical_record.has_listeners(model):
        return False
    return _has_only(model, tracked)


@cache
def _has_only(model: type[models.Model], tracked: frozenset[str]) -> bool:
    fields = _written(model)
    many = getattr(model, "_history_m2m_fields", ()) or hasattr(model, "history_relation") or model._meta.parents
    return (
        not many
        and {field.attname for field in fields} == tracked | OF_THE_ACT
        and not any(hasattr(field, "get_placeholder") for field in fields)
    )


def write_row(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Insert a row of the history table ``model``; ``values`` by column attribute, its own key left out."""
    using = router.db_for_write(model)
    connection = connections[using]
    given = [field.get_db_prep_save(values[field.attname], connection) for field in _written(model)]
    with transaction.mark_for_rollback_on_error(using=using), connection.cursor() as cursor:
        cursor.execute(_statement(model, using), given)


@cache
def _written(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)


@cache
def _statement(model: type[models.Model], using: str) -> str:
    quote = connections[using].ops.quote_name
    fields = _written(model)
    columns = ", ".join(quote(field.column) for field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 - names of our tables
