"""Writing many records of one import: in bulk, each with its history row, with progress and a way to stop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from portal.people.models import User

BATCH = 250


class Stopped(Exception):
    """Somebody asked the import to stop; the transaction is rolled back."""


@dataclass
class BulkWriter:
    """The only bulk way: ``simple_history``'s own helpers, which write rows and history together."""

    by: User | None
    reason: str
    at: datetime
    step: Callable[[int], None]

    def create(self, rows: Sequence[Any]) -> list[Any]:
        """Insert rows of one model with their first history."""
        made: list[Any] = []
        for batch in _batches(rows):
            made += bulk_create_with_history(batch, type(batch[0]), **self._act())
            self.step(len(batch))
        return made

    def update(self, rows: Sequence[Any], fields: Sequence[str]) -> None:
        """Update fields of rows of one model with a history row each."""
        for batch in _batches(rows):
            bulk_update_with_history(batch, type(batch[0]), list(fields), **self._act())
            self.step(len(batch))

    def _act(self) -> dict[str, Any]:
        return {"default_user": self.by, "default_change_reason": self.reason, "default_date": self.at}


def _batches(rows: Sequence[Any]) -> list[list[Any]]:
    return [list(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH)]
