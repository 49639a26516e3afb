"""Reading a plan: a hundred actions cost as many queries as one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from peerreview.domain import actionplans as rules
from peerreview.domain.actionplans import Asked, Planned
from peerreview.domain.reviews import AfterFacts
from peerreview.enums.actionplans import ActionState
from peerreview.enums.hosts import HostKind
from peerreview.enums.reports import Strength
from peerreview.enums.reviews import ReviewState
from peerreview.models import (
    ActionPlan,
    EvidenceItem,
    EvidenceRevision,
    HostRole,
    NotTakenUp,
    PlanAction,
    PlanAnswer,
    PlanEvidence,
    ProgressUpdate,
    Recommendation,
    Review,
    ReviewCycle,
)
from peerreview.queries.reports import recommendations, report_of
from portal.history.as_of import history_rows
from portal.history.timeline import Source, TimelinePage, timeline_page
from portal.people.models import User
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Reader = User | AnonymousUser


def plan_of(review: Review) -> ActionPlan | None:
    """Return the plan of a review with who handed it in, if anything is in it yet."""
    return ActionPlan.objects.filter(review=review).select_related("handed_in_by", "reviewed_by").first()


def plan_with(review: Review) -> ActionPlan | None:
    """Return the plan as it came along with the review, or read it."""
    plan: ActionPlan | None = getattr(review, "plan", None)
    return plan


@dataclass(frozen=True)
class ActionLine:
    """An action as the plan shows it."""

    action: PlanAction
    answers: tuple[int, ...]
    is_overdue: bool

    @property
    def lacks(self) -> bool:
        """Say whether nobody could begin it yet."""
        action = self.action
        return action.state == ActionState.PLANNED and (action.owner_id is None or action.due_on is None)


@dataclass(frozen=True)
class AskedLine:
    """A recommendation with the number it has in the report, and what is done about it."""

    n: int
    recommendation: Recommendation
    actions: tuple[ActionLine, ...]
    why_not: NotTakenUp | None

    @property
    def is_open(self) -> bool:
        """Say whether it must be answered and is not."""
        return self.recommendation.strength == Strength.MUST and not self.actions and self.why_not is None


@dataclass(frozen=True)
class PlanPage:
    """A plan, by recommendation and by where its actions stand."""

    plan: ActionPlan | None
    asked: tuple[AskedLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def groups(self) -> list[tuple[str, ActionState, list[ActionLine]]]:
        """Return the actions by where they stand: the overdue first, what came to an end last."""
        found = [
            (str(state.label), state, [line for line in self.actions if self._at(line, state)]) for state in ActionState
        ]
        return [group for group in found if group[2]]

    @property
    def carried_on(self) -> list[ActionLine]:
        """Return what goes on in the next review."""
        return [line for line in self.actions if line.action.carried_at]

    @property
    def overdue(self) -> int:
        """Count what should have been done."""
        return sum(line.is_overdue for line in self.actions)

    @staticmethod
    def _at(line: ActionLine, state: ActionState) -> bool:
        return line.action.state == state and line.action.carried_at is None


def plan_page(review: Review, at: datetime) -> PlanPage:
    """Return the plan of a review as it stands."""
    plan, report = plan_of(review), report_of(review)
    asked = recommendations(report) if report is not None and report.finalised_at is not None else []
    numbers = {one.pk: n for n, one in enumerate(asked, start=1)}
    lines = _lines(plan, numbers, review, at) if plan else ()
    why_not = {row.recommendation_id: row for row in plan.not_taken_up.select_related("by")} if plan else {}
    return PlanPage(
        plan,
        tuple(
            AskedLine(n, one, tuple(line for line in lines if n in line.answers), why_not.get(one.pk))
            for n, one in enumerate(asked, start=1)
        ),
        lines,
    )


def _lines(plan: ActionPlan, numbers: dict[int, int], review: Review, at: datetime) -> tuple[ActionLine, ...]:
    rows = plan.actions.standing().select_related("owner", "carried_from__plan__review__cycle", "verified_by")
    rows = rows.order_by(F("due_on").asc(nulls_last=True), "n").prefetch_related("answers")
    followed = ReviewState(review.state)
    return tuple(
        ActionLine(
            row,
            tuple(sorted(numbers[key] for link in row.answers.all() if (key := link.recommendation_id) in numbers)),
            rules.is_followed(followed, carried_in=row.carried_from_id is not None)
            and rules.is_overdue(row.due_on, ActionState(row.state), day_of(at), is_carried_on=bool(row.carried_at)),
        )
        for row in rows
    )


@dataclass(frozen=True)
class ActionPage:
    """One action with what it answers, every step it took, and what shows it."""

    action: PlanAction
    answers: tuple[AskedLine, ...]
    updates: tuple[ProgressUpdate, ...]
    evidence: tuple[PlanEvidence, ...]


def find_action(review: Review, n: int) -> PlanAction | None:
    """Return an action that stands in the plan of a review."""
    rows = PlanAction.objects.standing().filter(plan__review=review, n=n)
    along = ("plan", "owner", "done_by", "verified_by", "carried_from__plan__review__cycle")
    return rows.select_related(*along, "carried_to__plan__review__cycle").first()


def action_page(review: Review, action: PlanAction, at: datetime) -> ActionPage:
    """Return the page of an action; five queries."""
    report = report_of(review)
    answered = set(PlanAnswer.objects.filter(action=action).values_list("recommendation", flat=True))
    asked = recommendations(report) if report and answered else []
    return ActionPage(
        action,
        tuple(AskedLine(n, one, (), None) for n, one in enumerate(asked, start=1) if one.pk in answered),
        tuple(action.updates.select_related("by").order_by("-n")),
        tuple(action.evidence.select_related("revision__item__review__service", "by").order_by("pk")),
    )


def recommended_in(review: Review) -> list[Recommendation]:
    """Return what the final report of a review asks, as it is numbered there."""
    report = report_of(review)
    return recommendations(report) if report is not None and report.finalised_at is not None else []


def may_own(review: Review, at: datetime) -> list[User]:
    """Return who can see to an action: those who host in the service now, the lead first."""
    roles = HostRole.objects.active(at).filter(service=review.service_id, person__is_active=True)
    rows = roles.select_related("person").order_by("kind", "person__name", "pk")
    return list(dict.fromkeys(role.person for role in sorted(rows, key=lambda role: role.kind != HostKind.LEAD)))


def linkable(review: Review, keys: Iterable[int]) -> QuerySet[EvidenceRevision]:
    """Return the newest file of each of these items."""
    newest = EvidenceItem.objects.filter(review=review, pk__in=list(keys), removed_at=None)
    last = newest.annotate(last=Max("revisions__n")).values_list("pk", "last")
    wanted = Q(pk__in=[])
    for item, n in last:
        wanted |= Q(item=item, n=n)
    return EvidenceRevision.objects.filter(wanted).select_related("item").order_by("item__title", "pk")


def find_evidence(review: Review, n: int, key: int) -> PlanEvidence | None:
    """Return a file that is linked to an action of a plan."""
    rows = PlanEvidence.objects.filter(pk=key, action__n=n, action__plan__review=review)
    return rows.select_related("revision__item__review__service").first()


def planned(plan: ActionPlan) -> list[Planned]:
    """Return the actions of a plan as the guards see them; two queries."""
    rows = plan.actions.standing().prefetch_related("answers")
    return [
        Planned(
            ActionState(row.state),
            frozenset(link.recommendation_id for link in row.answers.all()),
            has_owner=row.owner_id is not None,
            has_day=row.due_on is not None,
            is_carried_on=row.carried_at is not None,
        )
        for row in rows
    ]


def plan_facts(review: Review) -> AfterFacts:
    """Return what became of the report: what is answered, what is still open, whether progress was reviewed."""
    report = report_of(review)
    if report is None:
        return AfterFacts()
    plan = plan_with(review)
    actions = planned(plan) if plan else []
    rows = Recommendation.objects.filter(report=report, removed_at=None).values_list("pk", "strength")
    asked = [Asked(key, Strength(strength)) for key, strength in rows]
    why_not = set(NotTakenUp.objects.filter(plan=plan).values_list("recommendation", flat=True)) if plan else set()
    return AfterFacts(
        musts_open=rules.musts_open(asked, actions, why_not),
        actions_unfinished=rules.unfinished(actions),
        actions_open=rules.still_open(actions) if plan else None,
        progress_reviewed=plan is not None and plan.reviewed_at is not None,
    )


def history_of_plan(review: Review, *, before: str = "", limit: int = 30) -> TimelinePage:
    """Return what happened to a plan, its actions and what is said of them, the newest first."""
    plan = ActionPlan.objects.filter(review=review).values("pk")
    actions = PlanAction.objects.filter(plan__review=review).values("pk")
    return timeline_page(
        [
            Source(history_rows(ActionPlan).filter(review_id=review.pk), label=lambda row: _("Action plan")),
            Source(
                history_rows(PlanAction).filter(plan_id__in=plan),
                label=lambda row: _("Action %(n)d") % {"n": row.n},
                show_first=True,
            ),
            Source(
                history_rows(PlanAnswer).filter(action_id__in=actions),
                label=lambda row: _("What an action answers"),
                show_first=True,
            ),
            Source(
                history_rows(NotTakenUp).filter(plan_id__in=plan),
                label=lambda row: _("Why nothing is planned"),
                show_first=True,
            ),
            Source(
                history_rows(ProgressUpdate).filter(action_id__in=actions),
                label=lambda row: _("Progress"),
                show_first=True,
            ),
            Source(history_rows(PlanEvidence).filter(action_id__in=actions), label=lambda row: _("What shows it")),
        ],
        limit=limit,
        before=before,
        hidden_fields=("review", "plan", "by", "version", "n", "carried_from"),
    )


def plan_rows(person: "Reader", cycle: ReviewCycle, at: datetime) -> QuerySet[Review]:
    """Return the reviews of a cycle with a final report and not closed yet, by what is overdue in their plans."""
    here = Q(plan__actions__removed_at=None, plan__actions__carried_at=None)
    followed = here & (Q(state=rules.FOLLOWED) | Q(plan__actions__carried_from__isnull=False))
    late = Q(plan__actions__state__in=rules.TO_DO, plan__actions__due_on__lt=day_of(at))
    rows = Review.objects.visible_to(person, at).filter(cycle=cycle, state__in=(*rules.WRITING, rules.FOLLOWED))
    rows = rows.select_related("service__region", "service__owner", "cycle", "plan")
    counted = rows.annotate(
        overdue=Count("plan__actions", filter=followed & late),
        to_verify=Count("plan__actions", filter=followed & Q(plan__actions__state=ActionState.DONE)),
        still_open=Count("plan__actions", filter=here & Q(plan__actions__state__in=rules.OPEN)),
    )
    return counted.order_by("-overdue", F("awaited_on").asc(nulls_last=True), "pk")


def with_updates(plan: ActionPlan) -> list[PlanAction]:
    """Return every action with all its steps, for a file; three queries."""
    steps = Prefetch("updates", ProgressUpdate.objects.select_related("by").order_by("n"))
    rows = plan.actions.standing().select_related("owner", "verified_by", "carried_from__plan__review__cycle")
    return list(rows.prefetch_related(steps, "answers").order_by("n"))


def owed_until(day: date, at: datetime) -> list[PlanAction]:
    """Return what is to be done by ``day`` by somebody who still hosts there, the oldest first; one query."""
    hosting = HostRole.objects.active(at).filter(service=OuterRef("plan__review__service"), person=OuterRef("owner"))
    rows = PlanAction.objects.followed().filter(Exists(hosting), state__in=rules.TO_DO, due_on__lte=day)
    return list(rows.select_related("plan__review__cycle").order_by("due_on", "pk"))
