"""Who is told of report-backs, responses and soundings, and reminded of them, in which words.

Report-backs are about open decisions and may name them. A sounding's question is not in a title: it is asked of its
constituency alone.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.announcements.reminders import DAY, WEEK, about_decision, morning_of
from governance.models import ConstituencyResponse, ReportBack, ReportBackCorrection, Sounding
from governance.queries.constituencies import members, place_of, speakers
from governance.queries.reportbacks import owed
from governance.queries.seats import chair_of
from governance.queries.soundings import closing, silent_members
from portal.notifications import Reminder, notify
from portal.notifications.domain.reminders import moments
from portal.people.models import User
from portal.ui.templatetags.dates import moment


def page_of(report_back: ReportBack) -> str:
    """Return the address of a report-back."""
    return f"/decisions/{report_back.decision.number}/report-backs/{report_back.code}/"


def report_back_sent(report_back: ReportBack, by: User | None, at: datetime) -> None:
    """Tell those it was told to."""
    title = _("What your seat tells you about decision %(about)s") % {"about": about_decision(report_back.decision)}
    _to_members("report_back.sent", f"report_back.sent:{report_back.pk}", title, report_back, by, at)


def report_back_corrected(correction: ReportBackCorrection, by: User | None, at: datetime) -> None:
    """Tell them that something was put right."""
    report_back = correction.report_back
    title = _("Put right: what your seat told you about decision %(about)s") % {
        "about": about_decision(report_back.decision)
    }
    _to_members("report_back.sent", f"report_back.corrected:{correction.pk}", title, report_back, by, at)


def response_added(response: ConstituencyResponse, by: User | None, at: datetime) -> None:
    """Tell whoever speaks for them, and the chair, that a member answered."""
    report_back = response.report_back
    board = report_back.decision.board
    term = chair_of(board, at)
    people = {holder.person.pk for holder in speakers(place_of(board, report_back.seat), at)}
    notify(
        people=people | ({term.appointment.person_id} if term else set()),
        event="response.added",
        key=f"response.added:{response.pk}",
        subject_kind="reportback",
        subject_id=report_back.pk,
        title=_("%(told)s: a member answered about decision %(about)s")
        % {"told": report_back.told, "about": about_decision(report_back.decision)},
        url=f"{page_of(report_back)}#response-{response.pk}",
        at=at,
        by=by,
    )


def sounding_opened(sounding: Sounding, by: User | None, at: datetime) -> None:
    """Tell those who are asked."""
    place = place_of(sounding.board, sounding.seat)
    notify(
        people=[person.pk for person in members(place, at)],
        event="sounding.opened",
        key=f"sounding.opened:{sounding.pk}",
        subject_kind="sounding",
        subject_id=sounding.pk,
        title=_("%(board)s: your seat asks you something; answer by %(day)s")
        % {"board": sounding.board, "day": moment(sounding.closes_at)},
        url=f"/soundings/{sounding.pk}/",
        at=at,
        by=by,
    )


def report_backs_due(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind whoever carries the duty: three days ahead, on the day, and every week while it is late."""
    for one in owed(at, timezone.localdate(until + 3 * DAY)):
        report_back = one.report_back
        due = morning_of(report_back.due_on)
        for at_moment in moments(due, until, before=(3 * DAY,), late_every=WEEK):
            yield Reminder(
                event="report_back.due",
                thing=f"{report_back.pk}",
                due=max(at_moment, report_back.decision.decided_at),
                people=one.carriers,
                subject_kind="reportback",
                subject_id=report_back.pk,
                title=_late_words(report_back, at_moment, due),
                url=f"{page_of(report_back)}write/",
                where=str(report_back.decision.board),
            )


def _late_words(report_back: ReportBack, at_moment: datetime, due: datetime) -> str:
    words = {"about": about_decision(report_back.decision), "day": date_format(report_back.due_on, "j F Y")}
    weeks = (at_moment - due) // WEEK
    if weeks < 1:
        return _("Report back on %(about)s by %(day)s") % words
    late = ngettext(
        "Your report-back on %(about)s is %(weeks)d week late",
        "Your report-back on %(about)s is %(weeks)d weeks late",
        weeks,
    )
    return late % {**words, "weeks": weeks}


def soundings_closing(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind members a day before it is too late to answer, and tell the asker when the answers are in."""
    for sounding in closing(at - timedelta(days=30), until + DAY):
        kinds: list[tuple[str, datetime, frozenset[int], str, datetime | None]] = []
        ahead = sounding.closes_at - DAY
        if at < sounding.closes_at and ahead > sounding.asked_at:
            title = _("%(board)s: your seat’s question closes on %(day)s") % {
                "board": sounding.board,
                "day": moment(sounding.closes_at),
            }
            kinds.append(("sounding.closing", ahead, silent_members(sounding, at), title, sounding.closes_at))
        title = _("The answers to your question to %(told)s are in") % {"told": sounding.told}
        kinds.append(("sounding.closed", sounding.closes_at, frozenset({sounding.asked_by_id}), title, None))
        for event, due, people, words, ends in kinds:
            if due <= until:
                yield Reminder(
                    event=event,
                    thing=str(sounding.pk),
                    due=due,
                    people=people,
                    subject_kind="sounding",
                    subject_id=sounding.pk,
                    title=words,
                    url=f"/soundings/{sounding.pk}/",
                    ends=ends,
                    where=str(sounding.board),
                )


def _to_members(event: str, key: str, title: str, report_back: ReportBack, by: User | None, at: datetime) -> None:
    place = place_of(report_back.decision.board, report_back.seat)
    notify(
        people=[person.pk for person in members(place, at)],
        event=event,
        key=key,
        subject_kind="reportback",
        subject_id=report_back.pk,
        title=title,
        url=page_of(report_back),
        at=at,
        by=by,
    )
