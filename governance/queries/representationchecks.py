"""Invariants 11, 13 and 17 asked of the live data, as far as they are about report-backs and soundings."""

from collections.abc import Iterator

from django.db.models import F, Q

from governance.enums.proposals import Confidentiality
from governance.models import Decision, ReportBack, Sounding, SoundingAnswer


def findings() -> Iterator[str]:
    """Yield what does not hold."""
    yield from _owed()
    yield from _answered()


def _owed() -> Iterator[str]:
    """17: an open decision owes the constituencies that took part a report-back; no other decision owes any."""
    decisions = Decision.objects.prefetch_related("report_backs__constituency", "report_backs__seat")
    for decision in decisions:
        owed = list(decision.report_backs.all())
        if decision.confidentiality != Confidentiality.OPEN:
            if owed:
                yield f"17: {decision.number} is not open and owes report-backs, which would tell of it."
            continue
        if not owed:
            yield f"17: {decision.number} owes no constituency a report-back."
        for one in owed:
            if one.seat.board_id != decision.board_id or one.seat.constituency_id != one.constituency_id:
                yield f"17: report-back {one.pk} is owed by a seat that does not speak for its constituency."
            if one.due_on < decision.decided_on:
                yield f"17: report-back {one.pk} was due before {decision.number} was decided."
    early = ReportBack.objects.filter(sent_at__lt=F("decision__decided_at"))
    for one in early.select_related("decision"):
        yield f"17: report-back {one.pk} was sent before {one.decision.number} was decided."


def _answered() -> Iterator[str]:
    """13: a sounding is about what its members may read; answers came while it was open."""
    closed = Q(about__version_count=0) | ~Q(about__confidentiality=Confidentiality.OPEN)
    for sounding in Sounding.objects.filter(closed, about__isnull=False):
        yield f"13: sounding {sounding.pk} is about a proposal its members may not read."
    late = Q(at__gte=F("sounding__closes_at")) | Q(at__lt=F("sounding__asked_at"))
    for answer in SoundingAnswer.objects.filter(late):
        yield f"11: answer {answer.pk} came while its sounding was not open."
