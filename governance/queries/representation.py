"""What representation needs of one person now: what they owe, what was answered, what they are asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.models import ReportBack, Sounding
from governance.queries.reportbacks import answered_lately, answers_words, to_write
from governance.queries.soundings import unanswered, unanswered_rows
from governance.queries.waits import waiting, waits_as
from portal.today import Card

if TYPE_CHECKING:
    from portal.people.models import User

MOST = 3
LATELY = timedelta(days=14)


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Return what waits: a query for each kind there is."""
    there = waiting(person, at)
    yield from _duties(person, at, there)
    if "sounding" in there:
        for sounding in unanswered(person, at)[:MOST]:
            yield Card(
                _("Answer your seat’s question: %(question)s") % {"question": sounding.question[:80]},
                _("You belong to %(told)s, for whom the seat speaks.") % {"told": sounding.told},
                reverse("governance:sounding", args=[sounding.pk]),
                _("Answer"),
                sounding.closes_at,
                _("Sounding"),
            )


@waits_as("owed")
def _owed(person: "User", at: datetime) -> QuerySet[ReportBack]:
    return ReportBack.objects.carried_by(person, at).filter(sent_at__isnull=True)


@waits_as("answered")
def _answered(person: "User", at: datetime) -> QuerySet[ReportBack]:
    return ReportBack.objects.carried_by(person, at).filter(responses__at__gt=at - LATELY)


@waits_as("sounding")
def _asked(person: "User", at: datetime) -> QuerySet[Sounding]:
    return unanswered_rows(person, at)


def _duties(person: "User", at: datetime, there: frozenset[str]) -> Iterator[Card]:
    owed = to_write(person, at) if "owed" in there else []
    for report_back in owed[:MOST]:
        rest = len(owed) - MOST
        more = ngettext("%(count)d more waits after it.", "%(count)d more wait after it.", rest) % {"count": rest}
        why = _("You speak for %(told)s.") % {"told": report_back.told}
        yield Card(
            _("Report back on %(number)s: %(title)s")
            % {"number": report_back.decision.number, "title": report_back.decision.title},
            f"{why} {more}" if rest > 0 and report_back == owed[MOST - 1] else why,
            reverse("governance:write_report_back", args=[report_back.decision.number, report_back.code]),
            _("Write it"),
            report_back.due_on,
            _("Report-back"),
        )
    for report_back in answered_lately(person, at - LATELY, at)[:MOST] if "answered" in there else ():
        yield Card(
            _("Read what %(told)s answered about %(number)s")
            % {"told": report_back.told, "number": report_back.decision.number},
            _("%(answers)s to your report-back: take it to the board.")
            % {"answers": answers_words(report_back.answers)},
            reverse("governance:report_back", args=[report_back.decision.number, report_back.code]) + "#responses",
            _("Read it"),
            tag=_("Response"),
        )
