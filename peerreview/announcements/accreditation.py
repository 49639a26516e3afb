"""Who is told of what happens to an accreditation, and reminded. A title leaves the portal and names no service."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.announcements.reminders import morning_of
from peerreview.enums.accreditation import AwardState
from peerreview.models import (
    Accreditation,
    AccreditationCase,
    AccreditationDecision,
    Appeal,
    AwardCondition,
    PanelProposal,
    PanelRecusal,
    RegulatoryEvent,
)
from peerreview.queries.people import hosts_of, managers_of_review
from portal.notifications import Reminder, notify, register_event, register_group, register_reminders, register_subject
from portal.notifications.domain.reminders import moments
from portal.people.models import User

DAY, WEEK = timedelta(days=1), timedelta(days=7)
CONDITION_AHEAD = (4 * WEEK, WEEK)
END_AHEAD = (26 * WEEK, 13 * WEEK, 4 * WEEK)
INTERIM_AHEAD = (8 * WEEK, 2 * WEEK)


def register() -> None:
    """Name everything; called once."""
    register_group(
        "accreditation",
        gettext_lazy("Accreditation"),
        gettext_lazy("A case comes before the panel, is decided, appealed or questioned; a condition falls due."),
        default="at_once",
    )
    for event, label in (
        ("case", gettext_lazy("An accreditation case comes before the panel")),
        ("laid", gettext_lazy("An accreditation case waits for you as a member of the panel")),
        ("proposed", gettext_lazy("A decision is proposed to the panel")),
        ("objected", gettext_lazy("Somebody of the panel objects")),
        ("recused", gettext_lazy("A member of the panel takes no part in a case")),
        ("decided", gettext_lazy("The panel has decided")),
        ("condition_met", gettext_lazy("A condition of your accreditation is found met")),
        ("appealed", gettext_lazy("A service appeals")),
        ("questioned", gettext_lazy("It is asked whether an accreditation goes on")),
        ("lapsed", gettext_lazy("An accreditation has run out")),
        ("due", gettext_lazy("A condition, an interim review or the end of an accreditation comes near")),
    ):
        register_event(f"accreditation.{event}", label, "accreditation")
    register_subject("accreditation_case", visible)
    register_reminders("peerreview.accreditation", falls_due)


def visible(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return which cases ``person`` may know of."""
    return set(AccreditationCase.objects.visible_to(person, at).filter(pk__in=keys).values_list("pk", flat=True))


def leads_of(case: AccreditationCase, at: datetime) -> frozenset[int]:
    """Return who leads the reviews in the service."""
    service = case.review.service_id
    return hosts_of([service], at, leads_only=True).get(service, frozenset())


def case_opened(case: AccreditationCase, by: User, at: datetime) -> None:
    """Tell the service that it is asked whether it is accredited."""
    _tell("case", f"{case.pk}", case, _("Your review is before the accreditation panel"), leads_of(case, at), by, at)


def case_back(case: AccreditationCase, by: User | None, at: datetime) -> None:
    """Tell the service and who runs it that a deferred case is before the panel again."""
    people = leads_of(case, at) | managers_of_review(case.review, at)
    title = _("A deferred accreditation is before the panel again")
    _tell("case", f"{case.pk}:{at:%Y%m%d%H%M%S%f}", case, title, people, by, at)


def laid_before(case: AccreditationCase, deciding: Iterable[int], by: User, at: datetime) -> None:
    """Tell who decides that a case waits for them."""
    assert case.meeting is not None  # noqa: S101 - it was laid before one
    day = date_format(case.meeting.held_on, "j F Y")
    title = _("An accreditation case waits for you in the panel of %(day)s") % {"day": day}
    _tell("laid", f"{case.pk}:{case.meeting_id}:{at:%Y%m%d%H%M%S}", case, title, deciding, by, at, page="panel/")


def proposed(case: AccreditationCase, row: PanelProposal, deciding: Iterable[int], by: User, at: datetime) -> None:
    """Ask the others of the panel what they say."""
    title = _("Say what you think of a proposal in an accreditation case")
    _tell("proposed", f"{row.pk}", case, title, deciding, by, at, page="panel/")


def objected(case: AccreditationCase, row: PanelProposal, deciding: Iterable[int], by: User, at: datetime) -> None:
    """Tell the panel that a proposal is stopped."""
    title = _("Somebody objects to a proposal in an accreditation case")
    _tell("objected", f"{row.pk}:{by.pk}", case, title, deciding, by, at, page="panel/")


def recused(case: AccreditationCase, row: PanelRecusal, by: User, at: datetime) -> None:
    """Tell who runs the case; who is recused is told nothing of it any more."""
    title = _("A member of the panel takes no part in an accreditation case")
    _tell("recused", f"{row.pk}", case, title, managers_of_review(case.review, at), by, at, page="panel/")


def decided(case: AccreditationCase, row: AccreditationDecision, by: User, at: datetime) -> None:
    """Tell the service, who runs it, and the others who decided."""
    people = leads_of(case, at) | managers_of_review(case.review, at) | set(row.agreed)
    _tell("decided", f"{row.pk}", case, _("The panel has decided in an accreditation case"), people, by, at)


def condition_met(case: AccreditationCase, row: AwardCondition, by: User, at: datetime) -> None:
    """Tell the service."""
    title = _("A condition of your accreditation is met")
    _tell("condition_met", f"{row.pk}", case, title, leads_of(case, at), by, at)


def appealed(case: AccreditationCase, row: Appeal, by: User, at: datetime) -> None:
    """Tell who runs the case that it needs a meeting of people who did not decide."""
    title = _("A service appeals: call people who did not decide")
    _tell("appealed", f"{row.pk}", case, title, managers_of_review(case.review, at), by, at)


def questioned(case: AccreditationCase, row: RegulatoryEvent, by: User, at: datetime) -> None:
    """Tell the service and who else runs it that its accreditation is a question."""
    people = leads_of(case, at) | managers_of_review(case.review, at)
    _tell("questioned", f"{row.pk}", case, _("It is asked whether an accreditation goes on"), people, by, at)


def lapsed(case: AccreditationCase, row: AccreditationDecision, at: datetime) -> None:
    """Tell the service and who runs it."""
    people = leads_of(case, at) | managers_of_review(case.review, at)
    _tell("lapsed", f"{row.pk}", case, _("An accreditation has run out"), people, None, at)


def falls_due(at: datetime, until: datetime) -> Iterator[Reminder]:
    """Remind of conditions, of the interim review and of the end, while the accreditation lasts."""
    awards = Accreditation.objects.exclude(state=AwardState.ENDED).select_related(
        "case__review__service", "case__review__cycle"
    )
    conditions = AwardCondition.objects.filter(met_at=None, proposal__decision__award__in=awards.values("pk"))
    by_proposal: dict[int, list[AwardCondition]] = {}
    for row in conditions.order_by("due_on", "pk"):
        by_proposal.setdefault(row.proposal_id, []).append(row)
    for award in awards.select_related("decision").order_by("pk"):
        leads = leads_of(award.case, at)
        managers = managers_of_review(award.case.review, at)
        for row in by_proposal.get(award.decision.proposal_id or 0, []):
            words = _("A condition of your accreditation is due on %(day)s")
            yield from _remind(award, f"condition:{row.pk}", row.due_on, words, leads, until, CONDITION_AHEAD, WEEK)
        words = _("The interim review of an accreditation is due on %(day)s")
        yield from _remind(award, "interim", award.interim_on, words, leads | managers, until, INTERIM_AHEAD)
        words = _("An accreditation runs out on %(day)s")
        yield from _remind(award, "end", award.ends_on, words, leads | managers, until, END_AHEAD)


def _remind(
    award: Accreditation,
    thing: str,
    day: date,
    words: str,
    people: frozenset[int],
    until: datetime,
    ahead: tuple[timedelta, ...],
    late_every: timedelta | None = None,
) -> Iterator[Reminder]:
    since = morning_of(award.starts_on)
    for due in moments(morning_of(day), until, before=ahead, late_every=late_every):
        if due < since:
            continue
        yield Reminder(
            event="accreditation.due",
            thing=f"{award.pk}:{thing}:{day:%Y%m%d}",
            due=due,
            people=people,
            subject_kind="accreditation_case",
            subject_id=award.case_id,
            title=words % {"day": date_format(day, "j F Y")},
            url=f"/accreditation/cases/{award.case_id}/",
            where=str(award.case.review.cycle),
        )


def _tell(
    event: str,
    key: str,
    case: AccreditationCase,
    title: str,
    people: Iterable[int],
    by: User | None,
    at: datetime,
    *,
    page: str = "",
) -> None:
    notify(
        people=people,
        event=f"accreditation.{event}",
        key=f"accreditation.{event}:{key}",
        subject_kind="accreditation_case",
        subject_id=case.pk,
        title=title,
        url=f"/accreditation/cases/{case.pk}/{page}",
        at=at,
        by=by,
    )
