"""A network report from its first draft to what became of its points."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from governance.models.sealed import SealedForEver
from peerreview.actions import aggregates as actions
from peerreview.domain.aggregates import read_network_report
from peerreview.domain.withholding import ToldLine
from peerreview.enums.aggregates import PointStatus
from peerreview.enums.reviews import ReviewKind
from peerreview.models import AggregateReport, AggregateVersion, NetworkActionPoint
from peerreview.queries.aggregatechecks import findings
from portal.history.models import LedgerEntry
from portal.history.verifying import verify_ledger
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.aggregates import computed, cycle_of, edition_of, judged, manager, many_judged, published
from tests.factories.people import AffiliationFactory, OrganisationFactory, UserFactory
from tests.factories.services import ServiceFactory

pytestmark = pytest.mark.django_db


def lines(version: AggregateVersion) -> list[ToldLine]:
    return [one.line for one in read_network_report(version.content).standards]


def point(report: AggregateReport, by: Any, **more: Any) -> NetworkActionPoint:
    more = {"text": "Train forty leads.", "board": None, "due_on": date(2027, 3, 1), "carried_from": None, **more}
    return actions.add_network_point(report=report, by=by, at=NOON, **more)


def test_it_counts_final_reports_and_withholds_what_is_of_too_few() -> None:
    cycle, edition = cycle_of(), edition_of(2, 1)
    many_judged(cycle, edition, [(8, 6, 5), (12, 5, 2), (18, 1, 0)])
    draft = computed(cycle, edition)
    assert lines(draft) == [ToldLine(19, (8, 6, 5)), ToldLine(19, (12, None, None)), ToldLine(19)]
    report = read_network_report(draft.content)
    assert report.services == 19
    assert [section.line for section in report.sections] == [ToldLine(38, (20, None, None)), ToldLine()]


def test_only_the_last_final_report_of_a_yearly_review_counts() -> None:
    cycle, edition = cycle_of(), edition_of(1)
    many_judged(cycle, edition, [(5, 5, 0)])
    service = ServiceFactory(member=True)
    judged(cycle, edition, "met", service=service)
    judged(cycle, edition, "not_met", service=service, kind=ReviewKind.FOCUSED)
    judged(cycle_of(2025), edition, "met")
    unfinished = judged(cycle, edition, "met")
    unfinished.finalised_at = unfinished.finalised_by = None
    unfinished.save()
    assert lines(computed(cycle, edition)) == [ToldLine(11, (6, None, None))]


def test_a_public_report_protects_nobody() -> None:
    cycle, edition = cycle_of(), edition_of(1)
    for n in range(10):
        judged(cycle, edition, "met", public=n < 6)
        judged(cycle, edition, "partly_met")
    assert lines(computed(cycle, edition)) == [ToldLine(20)]


def test_too_few_services_are_not_even_counted_aloud() -> None:
    cycle, edition = cycle_of(), edition_of(1)
    many_judged(cycle, edition, [(4, 0, 0)])
    report = read_network_report(computed(cycle, edition).content)
    assert report.services is None
    assert report.is_bare


def test_without_a_final_report_there_is_nothing_to_compute() -> None:
    with pytest.raises(Refused):
        computed(cycle_of(), edition_of(1))
    assert not AggregateReport.objects.exists()


def test_computing_again_asks_why_and_keeps_the_fewest() -> None:
    cycle, edition = cycle_of(), edition_of(1)
    many_judged(cycle, edition, [(8, 8, 8)])
    with pytest.raises(Refused):
        computed(cycle, edition, fewest=4)
    computed(cycle, edition, fewest=8)
    with pytest.raises(Refused):
        computed(cycle, edition, reason=" ")
    second = computed(cycle, edition, fewest=5)
    assert (second.n, second.report.fewest) == (2, 8)


def test_a_version_after_publication_tells_nothing_of_a_few_newer_services() -> None:
    """Subtracting one version from the other finds what a block of enough services tells, or nothing."""
    cycle, edition, by = cycle_of(), edition_of(1), manager()
    many_judged(cycle, edition, [(8, 6, 6)])
    first = published(cycle, edition, by)
    for _n in range(9):
        judged(cycle, edition, "not_met")
    second = published(cycle, edition, by, at=NOON + timedelta(days=1))
    assert lines(second) == lines(first)
    for _n in range(6):
        judged(cycle, edition, "met")
    third = published(cycle, edition, by, at=NOON + timedelta(days=2))
    assert lines(third) == [ToldLine(35, (14, None, None))]
    assert list(findings(NOON)) == []


def test_what_was_told_stays_when_a_report_becomes_public_later() -> None:
    cycle, edition, by = cycle_of(), edition_of(1), manager()
    many_judged(cycle, edition, [(8, 6, 6)])
    first = published(cycle, edition, by)
    judged(cycle, edition, "met", public=True)
    assert lines(published(cycle, edition, by, at=NOON + timedelta(days=1))) == lines(first)


def test_publishing_seals_the_words_and_enters_the_ledger() -> None:
    cycle, edition, by = cycle_of(), edition_of(1), manager()
    many_judged(cycle, edition, [(8, 6, 6)])
    computed(cycle, edition, by)
    report = AggregateReport.objects.get()
    named = point(report, by)
    version = published(cycle, edition, by)
    assert version.content["summary"] == "The year was good."
    assert version.content["points"][0]["owner"] == "The programme"
    assert LedgerEntry.objects.get(kind="peer_review.network_report_published").facts["sha256"] == version.sha256
    assert [one for one in verify_ledger() if "AggregateVersion" in str(one)] == []
    with pytest.raises(SealedForEver):
        version.save()
    named.refresh_from_db()
    change = {"text": "No.", "board": None, "due_on": named.due_on, "base": named.version}
    with pytest.raises(Refused):
        actions.change_network_point(point=named, by=by, at=NOON, **change)
    with pytest.raises(Refused):
        actions.take_out_network_point(point=named, reason="No.", by=by, at=NOON)
    assert list(findings(NOON)) == []


def test_publishing_asks_for_words_and_the_draft_that_was_read() -> None:
    cycle, edition, by = cycle_of(), edition_of(1), manager()
    many_judged(cycle, edition, [(8, 6, 6)])
    draft = computed(cycle, edition, by)
    report = draft.report
    with pytest.raises(Refused):
        actions.publish_aggregate(report=report, base=draft.n, by=by, at=NOON)
    texts = {"summary": "Good.", "plain_summary": "Good."}
    actions.write_network_words(report=report, base=0, by=by, at=NOON, **texts)
    with pytest.raises(Refused):
        actions.write_network_words(report=report, base=0, by=by, at=NOON, **texts)
    computed(cycle, edition, by)
    with pytest.raises(Refused):
        actions.publish_aggregate(report=report, base=draft.n, by=by, at=NOON)
    actions.publish_aggregate(report=report, base=2, by=by, at=NOON)
    with pytest.raises(Refused):
        actions.publish_aggregate(report=report, base=3, by=by, at=NOON)


def test_no_counted_service_is_named_in_its_words() -> None:
    cycle, edition, by = cycle_of(), edition_of(1), manager()
    many_judged(cycle, edition, [(8, 6, 6)])
    judged(cycle, edition, "met", service=ServiceFactory(named="Rowan Tree House"))
    draft = computed(cycle, edition, by)
    texts = {"summary": "All learned from rowan tree house.", "plain_summary": "Good."}
    actions.write_network_words(report=draft.report, base=0, by=by, at=NOON, **texts)
    with pytest.raises(Refused, match="Rowan Tree House"):
        actions.publish_aggregate(report=draft.report, base=1, by=by, at=NOON)


def test_what_became_of_a_point_is_only_added() -> None:
    cycle, edition, by = cycle_of(), edition_of(1), manager()
    many_judged(cycle, edition, [(8, 6, 6)])
    report = computed(cycle, edition, by).report
    named = point(report, by)
    said = {"status": PointStatus.IN_PROGRESS, "text": "Half of them are trained."}
    with pytest.raises(Refused):
        actions.update_network_point(point=named, by=by, at=NOON, **said)
    published(cycle, edition, by)
    first = actions.update_network_point(point=named, by=by, at=NOON, **said)
    second = actions.update_network_point(point=named, status=PointStatus.DONE, text="All.", by=by, at=NOON)
    assert (first.n, second.n) == (1, 2)
    with pytest.raises(SealedForEver):
        first.save()


def test_last_times_points_stand_in_the_next_report_with_what_became_of_them() -> None:
    edition, by = edition_of(1), manager()
    last, this = cycle_of(2025), cycle_of(2026)
    for cycle in (last, this):
        many_judged(cycle, edition, [(8, 6, 6)])
    report = computed(last, edition, by).report
    old = point(report, by)
    published(last, edition, by)
    actions.update_network_point(point=old, status=PointStatus.DONE, text="Forty are trained.", by=by, at=NOON)
    now = computed(this, edition, by).report
    point(now, by, text="Train forty more.", carried_from=old)
    content = published(this, edition, by).content
    assert content["last_points"][0]["updates"][0]["text"] == "Forty are trained."
    assert content["points"][0]["carried_from"] == "Reviews 2025"
    with pytest.raises(Refused):
        point(report, by, carried_from=old)


def test_only_who_is_in_conflict_with_no_member_makes_it() -> None:
    cycle, edition = cycle_of(), edition_of(1)
    many_judged(cycle, edition, [(8, 6, 6)])
    owner, by = OrganisationFactory(), manager()
    AffiliationFactory(person=by, organisation=owner)
    report = computed(cycle, edition, by).report
    ServiceFactory(member=True, owner=owner)
    with pytest.raises(PermissionDenied):
        computed(cycle, edition, by)
    with pytest.raises(PermissionDenied):
        actions.publish_aggregate(report=report, base=1, by=by, at=NOON)
    with pytest.raises(PermissionDenied):
        computed(cycle, edition, UserFactory())


def test_the_database_wants_five_services_and_a_reason() -> None:
    cycle, edition = cycle_of(), edition_of(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AggregateReport.objects.create(cycle=cycle, edition=edition, fewest=4, begun_at=NOON)
