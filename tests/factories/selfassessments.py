"""Workbooks for tests, written through the real actions."""

from datetime import datetime

from peerreview.actions.selfassessments import save_answer
from peerreview.actions.typed import Saved
from peerreview.domain.selfassessments import Answer, Save
from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.enums.selfassessments import Voice
from peerreview.models import Review, Standard, StandardSetEdition
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.peerreviews import HostRoleFactory, ReviewFactory
from tests.factories.people import UserFactory
from tests.factories.standards import published_edition, standard
from tests.remembering import remembered


@remembered
def review_with(standards: int = 3, state: str = ReviewState.SELF_REVIEW, lead: User | None = None) -> Review:
    """Return a review being written against an edition of so many standards."""
    code = f"set-{standards}"
    edition = StandardSetEdition.objects.filter(set__code=code, state="published").first()
    if edition is None:
        rows = [standard(f"1.{n}", lineage=f"{code}-{n}") for n in range(1, standards + 1)]
        edition = published_edition(*rows, code=code)
    review: Review = ReviewFactory(state=state, edition=edition, lead=lead or UserFactory(name="Lena Lead"))
    return review


def lead_of(review: Review) -> User:
    return review.service.host_roles.get(kind=HostKind.LEAD).person


@remembered
def staff_of(review: Review) -> User:
    return HostRoleFactory(service=review.service, kind=HostKind.STAFF, person=UserFactory(name="Stan Staff")).person  # type: ignore[no-any-return]


@remembered
def written(
    review: Review,
    code: str = "1.1",
    *,
    by: User | None = None,
    base: int = 0,
    writer: str = "a" * 16,
    seq: int = 1,
    at: datetime = NOON,
    voice: Voice = Voice.STAFF,
    settles: bool = False,
    **answer: str,
) -> Saved:
    """Save one answer as a page would."""
    return save_answer(
        review=review,
        standard=Standard.objects.get(edition=review.edition, code=code),
        voice=voice,
        save=Save(Answer(**answer), base, writer, seq),
        by=by or lead_of(review),
        at=at,
        settles=settles,
    )
