"""Reading a record, or a set of records, as it stood at a moment or at the end of a day."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from portal.history.records import PastQuerySet, record_of

if TYPE_CHECKING:
    from django.db.models.manager import Manager

Row = TypeVar("Row", bound=Model)


def end_of(moment: date | datetime) -> Q:
    """Keep history rows up to ``moment``; a day is kept whole, as the clocks of the portal's own zone have it."""
    if isinstance(moment, datetime):
        return Q(history_date__lte=moment)
    midnight = datetime.combine(moment + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone())
    return Q(history_date__lt=midnight)


def history_rows(model: type[Model] | Model) -> Any:
    """Return the history rows of a model, or of one record, newest first."""
    options: Any = model._meta
    manager: Manager[Any] = getattr(model, options.simple_history_manager_attribute)
    return manager.all()


def as_of(records: "type[Row] | QuerySet[Row]", moment: date | datetime) -> "QuerySet[Row]":
    """Return the records that existed at ``moment``, with the values they had.

    Given a model, filter what comes back: ``as_of(Question, day).filter(proposal_id=5)`` asks for the
    proposal each question belonged to *then*, and finds those since deleted. Given a queryset, the
    records it holds now are read as they stood. Order by fields of the record: ``order_by("number")``.
    Foreign keys lead to the present; read the other side with ``record_as_of``.
    """
    model = records.model if isinstance(records, QuerySet) else records
    key = model._meta.pk.attname
    rows: PastQuerySet = history_rows(model)
    newest = rows.filter(end_of(moment), **{key: OuterRef(key)}).order_by("-history_date", "-history_id")
    past: Any = rows.filter(end_of(moment), history_id=Subquery(newest.values("history_id")[:1]))
    if isinstance(records, QuerySet):
        past = past.filter(**{f"{key}__in": records.order_by().values("pk")})
    past = past.as_instances()
    past._as_of = moment
    found: QuerySet[Row] = past
    return found


def record_as_of(record: Row, moment: date | datetime) -> Row | None:
    """Return ``record`` as it stood at ``moment``, or None when it did not exist then."""
    row = history_rows(record).filter(end_of(moment)).order_by("-history_date", "-history_id").first()
    if row is None or row.history_type == "-":
        return None
    past: Row = record_of(row, moment)
    return past
