"""Dated rows: the first day is included, the last excluded and empty while the period lasts."""

from datetime import date, datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.labels import Labelled

Row = TypeVar("Row", bound=models.Model, covariant=True)


def day_of(at: date | datetime) -> date:
    """Return the day in the portal's own time zone: an evening in summer is not yet the next day."""
    return timezone.localdate(at) if isinstance(at, datetime) else at


class DatedQuerySet(models.QuerySet[Row]):
    """What every dated model can be asked."""

    def active(self, at: date | datetime) -> Self:
        """Keep the rows whose period holds ``at``."""
        day = day_of(at)
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day), starts_on__lte=day)

    def overlapping(self, starts_on: date, ends_on: date | None) -> Self:
        """Keep the rows that share at least one day with the half-open period."""
        rows = self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=starts_on))
        return rows if ends_on is None else rows.filter(starts_on__lt=ends_on)


class Period(Labelled):
    """Something that holds from a first day until, but not on, a last one."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            ),
        ]

    def holds(self, at: date | datetime) -> bool:
        """Say whether the period contains ``at``; the same rule as ``.active``."""
        day = day_of(at)
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def period_constraints(*others: Any) -> list[Any]:
    """Return the period's own constraint followed by ``others``: a child Meta replaces, not extends."""
    return [*Period.Meta.constraints, *others]
