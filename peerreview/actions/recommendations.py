"""Writing recommendations: five fields, the standards they rest on, and what they carry on from last time.

Locks: the review, the report, the recommendation.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.reports import insist_on_newest, next_n, note_change, open_for_writing, report_for_writing
from peerreview.domain.reports import SMART
from peerreview.enums.reports import Strength
from peerreview.models import Recommendation, RecommendationStandard, Review, Standard
from peerreview.queries.reports import carriable
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@transaction.atomic
def recommend(
    *,
    review: Review,
    strength: Strength,
    fields: Mapping[str, str],
    standards: Collection[Standard],
    carried_from: Recommendation | None,
    by: User,
    at: datetime,
) -> Recommendation:
    """Recommend something; ``fields`` has a text for each of the five."""
    review = open_for_writing(review, by, at)
    report = report_for_writing(review, by, at)
    _insist(review, fields, standards, carried_from)
    words = {name: fields[name].strip() for name in SMART}
    row = Recommendation(
        report=report, n=next_n(Recommendation, report), strength=strength, carried_from=carried_from, **words
    )
    save_with_history(row, by=by, reason=_("Recommended"), at=at)
    _link(row, standards, by, at)
    note_change(report, review, by, at)
    return row


@transaction.atomic
def change_recommendation(
    *,
    recommendation: Recommendation,
    strength: Strength,
    fields: Mapping[str, str],
    standards: Collection[Standard],
    carried_from: Recommendation | None,
    base: int,
    by: User,
    at: datetime,
) -> Recommendation:
    """Write a recommendation anew, as who has read it as it stands now."""
    review = open_for_writing(recommendation.report.review, by, at)
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("report")
    row = rows.get(pk=recommendation.pk, removed_at=None)
    insist_on_newest(row.version, base)
    _insist(review, fields, standards, carried_from)
    for name in SMART:
        setattr(row, name, fields[name].strip())
    row.strength, row.carried_from, row.version = strength, carried_from, row.version + 1
    save_with_history(row, by=by, reason=_("Recommendation changed"), at=at)
    _link(row, standards, by, at)
    note_change(row.report, review, by, at)
    return row


def _insist(
    review: Review, fields: Mapping[str, str], standards: Collection[Standard], carried_from: Recommendation | None
) -> None:
    if any(not fields.get(name, "").strip() for name in SMART):
        raise Refused(_("Fill in all five fields: what, how it is seen, why it can be done, why it matters, by when."))
    if not standards:
        raise Refused(_("Choose the standards it rests on."))
    if any(one.edition_id != review.edition_id for one in standards):
        raise Refused(_("This standard does not belong to the review."))
    if carried_from is not None and carried_from not in carriable(review):
        raise Refused(_("Only a recommendation of this service’s last final report is carried on."))


def _link(row: Recommendation, standards: Collection[Standard], by: User, at: datetime) -> None:
    wanted = {one.pk for one in standards}
    there = {link.standard_id: link for link in RecommendationStandard.objects.filter(recommendation=row)}
    for key in sorted(there.keys() - wanted):
        delete_with_history(there[key], by=by, reason=_("No longer rests on it"), at=at)
    for key in sorted(wanted - there.keys()):
        link = RecommendationStandard(recommendation=row, standard_id=key)
        save_with_history(link, by=by, reason=_("Rests on it"), at=at)
