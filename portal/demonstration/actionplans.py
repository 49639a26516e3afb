"""What became of the reports: last year's plans done, verified and closed; this year's being written and followed.

One action of the service lead's own is carried on into this year's review; one is given up with a reason; one is
overdue and one waits for somebody to see it.
"""

from datetime import datetime
from functools import partial

from peerreview.actions import actionplans as acts
from peerreview.actions import progress
from peerreview.actions.actionplans import Words
from peerreview.actions.cycles import close_cycle
from peerreview.actions.hosts import name_host
from peerreview.enums.hosts import HostKind
from peerreview.models import EvidenceRevision, PlanAction, Recommendation, Review
from portal.demonstration.finished import finish_reviews, on, read
from portal.demonstration.people import Cooperative
from portal.demonstration.visits import host_of
from portal.people.models import User

PLANNED = (
    "Write supervision for everybody, nights included, into the rota, and keep a list of when it was held.",
    "End every planning meeting with the question what came of the last plan, and write the answer beside it.",
    "Ask in the house meeting who would like to open the door to visitors, and practise it together once.",
)
TOLD = (
    "The deputy and the manager share it. The list hangs in the office; from the second month on nobody was missed.",
    "It stands in the form now. In five plans of six somebody wrote an answer; two children wrote their own.",
    "Two young people did it at the last two visits, with an adult beside them, and asked to go on.",
)
SEEN = (
    "We read the list of six months and rang two of those who work nights: it is as it says.",
    "Six plans read together with the deputy; what came of each is written beside it.",
    "Seen at our own visit: a young person let us in and showed us where to leave our coats.",
)
NOT_YET = "The list ends in the second month. Show us the third as well, nights included."
WHY_NOT = "Nobody who lives here now wishes it, and they said so in the meeting. We ask again when somebody moves in."
CARRIED = "It was begun in summer and needs a winter to become usual."
FOUND = (
    "What had to be done is done and stays done: we saw it on paper and heard it from two adults. What was only"
    " suggested became part of the week where the young people wanted it."
)


BETTER = (
    "The young people who live there were asked on cards, and two answered in words: planning meetings are shorter and"
    " they are asked first; the list of what was promised hangs where only adults see it. The home will hang it in the"
    " kitchen."
)


def follow_reports(cooperative: Cooperative) -> None:
    """Tell it through the acts, each on its day."""
    own, second, third, _waiting, followed = finish_reviews(cooperative)
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    _hand_in(cooperative, own, 262, due=(170, 140, 60))
    for n, ago in ((1, 175), (2, 150)):
        _do(cooperative, own, n, ago)
    _show(cooperative, own, 1, 174)
    _verify(cooperative, own, 1, 160)
    _verify(cooperative, own, 2, 120)
    _tell(cooperative, own, 3, 80, "We asked in the meeting. Two would like to, and one moved out since.")
    on(cooperative, 39, lambda at: progress.carry_on(action=_action(own, 3), reason=CARRIED, by=manager, at=at))
    _close(cooperative, own, 38)
    on(cooperative, 37, lambda at: _give_more_time(cooperative, own, at))

    _hand_in(cooperative, second, 268, due=(200, 180, 150))
    _do(cooperative, second, 1, 215)
    lead = _lead(second)
    on(cooperative, 205, lambda at: progress.send_back(action=_action(second, 1), text=NOT_YET, by=lead, at=at))
    _do(cooperative, second, 1, 190)
    _verify(cooperative, second, 1, 180, by=lead)
    _do(cooperative, second, 2, 185)
    _verify(cooperative, second, 2, 160)
    host = host_of(second)
    on(cooperative, 155, lambda at: progress.give_up(action=_action(second, 3), reason=WHY_NOT, by=host, at=at))
    _close(cooperative, second, 20)

    _hand_in(cooperative, third, 250, due=(180, 170, 160))
    for n in (1, 2, 3):
        _do(cooperative, third, n, 190 - n)
        _verify(cooperative, third, n, 150 - n)
    _close(cooperative, third, 26)
    cycle = own.cycle
    close_cycle(cycle=cycle, reason="Every visit was made", by=manager, at=calendar.at(15))

    _hand_in(cooperative, followed, 12, due=(2, -40, -75), with_staff=True)
    _tell(cooperative, followed, 2, 6, "The new form is printed; we use it from next week on.")
    _do(cooperative, followed, 3, 3)


def _hand_in(
    cooperative: Cooperative, review: Review, ago: int, *, due: tuple[int, int, int], with_staff: bool = False
) -> None:
    """Plan one action for each recommendation, a few days before the plan is handed in."""
    host, calendar = host_of(review), cooperative.calendar
    owners = [host, host, host]
    if with_staff:
        owners[0] = owners[2] = _staff(cooperative, review, host, ago + 5)
    asked = list(Recommendation.objects.filter(report__review=review, removed_at=None).order_by("n"))
    for number, (what, owner) in enumerate(zip(PLANNED, owners, strict=True)):
        words = Words(what, owner, calendar.day(due[number]), (asked[number],))
        on(cooperative, ago + 4, partial(_plan, review, words, host))
    on(cooperative, ago, lambda at: acts.hand_in_plan(review=read(review.pk), by=host, at=at))


def _plan(review: Review, words: Words, host: User, at: datetime) -> None:
    acts.add_action(review=read(review.pk), words=words, by=host, at=at)


def _staff(cooperative: Cooperative, review: Review, host: User, ago: int) -> User:
    person = cooperative.somebody(at=cooperative.calendar.at(ago))
    name_host(
        service=review.service,
        person=person,
        kind=HostKind.STAFF,
        starts_on=cooperative.calendar.day(ago),
        reason="Sees to two actions of the plan",
        by=host,
        at=cooperative.calendar.at(ago),
    )
    return person


def _give_more_time(cooperative: Cooperative, review: Review, at: datetime) -> None:
    """Give what was carried on a day in the year to come, where it is now."""
    copy = PlanAction.objects.select_related("plan__review", "owner").get(carried_from__plan__review=review)
    words = Words(copy.what, copy.owner, cooperative.calendar.day(-25))
    why = "The winter is part of it."
    by = host_of(copy.plan.review)
    acts.change_action(action=copy, words=words, base=copy.version, reason=why, by=by, at=at)


def _action(review: Review, n: int) -> PlanAction:
    return PlanAction.objects.select_related("plan__review", "owner").get(plan__review=review, n=n)


def _owner(review: Review, n: int) -> User:
    owner = _action(review, n).owner
    return owner or host_of(review)


def _tell(cooperative: Cooperative, review: Review, n: int, ago: int, text: str, *, is_done: bool = False) -> None:
    by = _owner(review, n)
    on(
        cooperative,
        ago,
        lambda at: progress.tell_progress(action=_action(review, n), text=text, is_done=is_done, by=by, at=at),
        9,
    )


def _do(cooperative: Cooperative, review: Review, n: int, ago: int) -> None:
    _tell(cooperative, review, n, ago, TOLD[n - 1], is_done=True)


def _verify(cooperative: Cooperative, review: Review, n: int, ago: int, *, by: User | None = None) -> None:
    who = by or cooperative.cast["programme-manager"]
    on(
        cooperative,
        ago,
        lambda at: progress.verify_action(action=_action(review, n), text=SEEN[n - 1], by=who, at=at),
    )


def _show(cooperative: Cooperative, review: Review, n: int, ago: int) -> None:
    """Link the rota of the library to what is in the rota now."""
    rota = EvidenceRevision.objects.filter(item__review=review, item__title="Who is on when").select_related("item")
    by = _owner(review, n)
    on(
        cooperative,
        ago,
        lambda at: progress.show_evidence(action=_action(review, n), revisions=list(rota), by=by, at=at),
    )


def _close(cooperative: Cooperative, review: Review, ago: int) -> None:
    manager = cooperative.cast["programme-manager"]
    on(
        cooperative,
        ago,
        lambda at: progress.close_review(review=read(review.pk), text=FOUND, better=BETTER, by=manager, at=at),
    )


def _lead(review: Review) -> User:
    return read(review.pk).report.lead
