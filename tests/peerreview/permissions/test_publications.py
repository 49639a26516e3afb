"""Who prepares a report for everybody, and whose consent alone publishes it."""

import pytest

from peerreview.domain.publications import ALLOWED
from peerreview.enums.reports import Publication
from peerreview.permissions import publications
from tests.conftest import NOON
from tests.factories.accreditation import final_review
from tests.factories.peerreviews import ReviewFactory
from tests.factories.reviewcasts import cast_of
from tests.rights import hold

pytestmark = pytest.mark.django_db


def test_who_runs_it_offers_and_the_host_lead_answers() -> None:
    review, without = final_review(), ReviewFactory()
    cast = {**cast_of(review)}
    report = review.report
    hold(
        cast,
        {
            "prepare": ("manager", lambda one: publications.can_prepare(one, review, NOON)),
            "prepare nothing": ("", lambda one: publications.can_prepare(one, without, NOON)),
            "publish before it is offered": (
                "",
                lambda one: publications.can_publish(one, review, Publication.PUBLISHED, NOON),
            ),
            "publish nothing": ("", lambda one: publications.can_publish(one, without, Publication.PUBLISHED, NOON)),
        },
    )
    report.publication = Publication.OFFERED
    hold(
        cast,
        {
            "prepare what is offered": ("", lambda one: publications.can_prepare(one, review, NOON)),
            "publish": ("lead", lambda one: publications.can_publish(one, review, Publication.PUBLISHED, NOON)),
            "decline": ("lead", lambda one: publications.can_publish(one, review, Publication.PRIVATE, NOON)),
            "withdraw what is not published": (
                "",
                lambda one: publications.can_publish(one, review, Publication.WITHDRAWN, NOON),
            ),
        },
    )
    for now in Publication:
        report.publication = now
        assert publications.can_prepare(cast["manager"], review, NOON) is (Publication.OFFERED in ALLOWED[now])
        assert {to for to in Publication if publications.can_publish(cast["lead"], review, to, NOON)} == ALLOWED[now]
    report.publication, report.finalised_at = Publication.PRIVATE, None
    assert not publications.can_prepare(cast["manager"], review, NOON)
