"""The one way a record with history is written."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

if TYPE_CHECKING:
    from portal.people.models import User


def save_with_history(
    instance: models.Model,
    *,
    by: "User | None",
    reason: str,
    at: datetime,
    update_fields: Iterable[str] | None = None,
) -> None:
    """Save ``instance`` and its history row together; ``by`` is None when the portal itself acts.

    ``at`` is the moment of the act, as the action was given it: the history says when a thing was
    done, not when the disk was written. Whatever goes wrong here takes the whole transaction of the
    caller with it; who wants to go on after a refusal opens an ``atomic`` of their own around the call.
    """
    _mark(instance, by, reason, at)
    try:
        # An act has its own transaction; a savepoint inside it for every record costs two statements each.
        with transaction.atomic(savepoint=False):
            instance.save(update_fields=update_fields)
    finally:
        _unmark(instance)


def delete_with_history(instance: models.Model, *, by: "User | None", reason: str, at: datetime) -> None:
    """Delete ``instance``, leaving a last history row that says who and why."""
    _mark(instance, by, reason, at)
    try:
        with transaction.atomic(savepoint=False):
            instance.delete()
    finally:
        _unmark(instance)


def _mark(instance: models.Model, by: "User | None", reason: str, at: datetime) -> None:
    if not reason.strip():
        msg = f"{type(instance).__name__}: a change needs a reason"
        raise ValueError(msg)
    for name, value in {"_history_user": by, "_change_reason": reason, "_history_date": at}.items():
        setattr(instance, name, value)


def _unmark(instance: models.Model) -> None:
    for name in ("_history_user", "_change_reason", "_history_date"):
        if hasattr(instance, name):
            delattr(instance, name)
