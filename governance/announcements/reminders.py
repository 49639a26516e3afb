"""What governance reminds people of, when, and in which words; ``run_due`` tells it (``portal.notifications``).

A title leaves the portal: it names what it is about only when that is open.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from governance.announcements.notices import about, answerers_of, page_of, secretaries_of
from governance.enums.proposals import Confidentiality
from governance.enums.rounds import RoundKind
from governance.models import Decision
from governance.queries import reminders as queries
from portal.notifications import Reminder
from portal.notifications.domain.reminders import moments
from portal.ui.templatetags.dates import moment

DAY, WEEK = timedelta(days=1), timedelta(days=7)
# What falls due on a day is told before that morning's digest is gathered.
MORNING = time(7, 0)


def morning_of(day: date) -> datetime:
    """Return the moment at which a day's reminders fall due."""
    return timezone.make_aware(datetime.combine(day, MORNING))


def closing_rounds(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind whoever has a voice and has not used it, two days and one day before it is too late.

    A window for absent members lasts longer, and its people were silent before: they hear a week ahead as well.
    More time begins a new series.
    """
    for round, silent in queries.rounds_with_silent(at):
        window = round.kind == RoundKind.ABSENT_MEMBERS
        words = (
            _("%(about)s: your time to speak ends on %(day)s")
            if window
            else _("Take your position on %(about)s by %(day)s")
        )
        ahead = (WEEK, 2 * DAY, DAY) if window else (2 * DAY, DAY)
        for due in moments(round.closes_at, until, before=ahead, on_time=False):
            if due > round.opens_at:
                yield Reminder(
                    event="window.closing" if window else "round.closing",
                    thing=f"{round.pk}:{round.closes_at:%Y%m%d%H%M}",
                    due=due,
                    people=silent,
                    subject_kind="round",
                    subject_id=round.pk,
                    title=words % {"about": about(round.proposal), "day": moment(round.closes_at)},
                    url=page_of(round.proposal, "#position"),
                    ends=round.closes_at,
                    where=str(round.proposal.board),
                )


def missing_reasons(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind proposer, chair and secretary of what keeps an agreed text from becoming a decision."""
    for proposal in queries.agreed_without_reasons(at):
        closes: datetime = proposal.window_closes_at  # type: ignore[assignment]
        for due in moments(closes, until, before=(3 * DAY,), late_every=WEEK):
            yield Reminder(
                event="rationale.missing",
                thing=f"{proposal.pk}:{closes:%Y%m%d%H%M}",
                due=max(due, proposal.state_since),
                people=frozenset(answerers_of(proposal, at)),
                subject_kind="proposal",
                subject_id=proposal.pk,
                title=_("%(about)s is agreed: the reasons are still to be written") % {"about": about(proposal)},
                url=page_of(proposal, "rationale/"),
                where=str(proposal.board),
            )


def coming_reviews(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind owner and secretary that a decision is to be looked at again, until it is."""
    keepers: dict[int, set[int]] = {}
    for decision in queries.decisions_to_review(timezone.localdate(until + 30 * DAY)):
        if decision.board_id not in keepers:
            keepers[decision.board_id] = secretaries_of(decision.board_id, at)
        people = frozenset({decision.owner_id} | keepers[decision.board_id])
        for due in moments(morning_of(decision.review_on), until, before=(30 * DAY, WEEK), late_every=4 * WEEK):
            yield Reminder(
                event="decision.review",
                thing=f"{decision.pk}:{decision.review_on:%Y%m%d}",
                due=max(due, decision.decided_at),
                people=people,
                subject_kind="decision",
                subject_id=decision.pk,
                title=_("Review %(about)s by %(day)s")
                % {"about": about_decision(decision), "day": date_format(decision.review_on, "j F Y")},
                url=f"/decisions/{decision.number}/",
                where=str(decision.board),
            )


def about_decision(decision: Decision) -> str:
    """Name a decision outside the portal."""
    if decision.confidentiality == Confidentiality.OPEN:
        return f"{decision.number} {decision.title}"[:160]
    return decision.number
