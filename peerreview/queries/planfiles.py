"""A plan as a table: one row an action, and one a recommendation that nothing is planned for."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerreview.enums.actionplans import ActionState
from peerreview.models import PlanAction, ProgressUpdate, Review
from peerreview.queries.actionplans import plan_of, recommended_in, with_updates
from portal.people.models.periods import day_of


def table_of(review: Review) -> Iterator[list[str]]:
    """Yield the head and the rows; every cell is words."""
    yield [
        _("Action"),
        _("What is done"),
        _("Answers recommendations"),
        _("Sees to it"),
        _("Due"),
        _("Stands at"),
        _("Why it is not pursued or carried on"),
        _("Carried on from"),
        _("Verified by"),
        _("Verified on"),
        _("Progress"),
    ]
    asked, plan = recommended_in(review), plan_of(review)
    numbers = {one.pk: n for n, one in enumerate(asked, start=1)}
    for row in with_updates(plan) if plan else ():
        answers = sorted(numbers.get(link.recommendation_id, 0) for link in row.answers.all())
        yield [
            str(row.n),
            row.what,
            ", ".join(str(n) for n in answers),
            row.owner.name if row.owner else "",
            row.due_on.isoformat() if row.due_on else "",
            str(_("Carried on") if row.carried_at else ActionState(row.state).label),
            row.why_not or row.carried_why,
            _from(row),
            row.verified_by.name if row.verified_by else "",
            day_of(row.verified_at).isoformat() if row.verified_at else "",
            "\n".join(_line(update) for update in row.updates.all()),
        ]
    why_not = {row.recommendation_id: row.reason for row in plan.not_taken_up.all()} if plan else {}
    for one in asked:
        if one.pk in why_not:
            empty = [""] * 4
            yield ["", "", str(numbers[one.pk]), "", "", str(_("Nothing is planned")), why_not[one.pk], *empty]


def _from(row: PlanAction) -> str:
    return row.carried_from.plan.review.cycle.title if row.carried_from else ""


def _line(update: ProgressUpdate) -> str:
    return f"{date_format(day_of(update.at), 'j F Y')}, {update.by.name}, {update.get_state_display()}: {update.text}"
