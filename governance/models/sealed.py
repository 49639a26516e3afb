"""Rows written once: the model refuses what triggers in the database refuse as well."""

from typing import Any, NoReturn, TypeVar

from django.db import models

from portal.labels import Labelled

Row = TypeVar("Row", bound=models.Model, covariant=True)


class SealedForEver(TypeError):
    """Somebody tried to change or delete a row that is written once."""


class SealedQuerySet(models.QuerySet[Row]):
    """A queryset that reads and adds, and does nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise SealedForEver(self.model._meta.label)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise SealedForEver(self.model._meta.label)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise SealedForEver(self.model._meta.label)


class Sealed(Labelled):
    """A row that is added and never changed or deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one that stands."""
        if not self._state.adding:
            raise SealedForEver(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise SealedForEver(self._meta.label)
