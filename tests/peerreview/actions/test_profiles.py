from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied

from peerreview.actions.profiles import publish_profile, withdraw_profile, write_profile
from peerreview.actions.services import stop_naming
from peerreview.enums.hosts import HostKind
from peerreview.models import PracticeProfile, Service
from peerreview.queries.profiles import public_profile
from portal.people.models import User
from portal.people.refusals import Refused
from tests.factories.peerreviews import HostRoleFactory
from tests.factories.services import ServiceFactory
from tests.people import browser, person
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
TEXTS = {"practice_model": "Same adults, every day.", "therapy": "in_house", "group_size": "Four children"}


@pytest.fixture
@remembered
def service() -> Service:
    row: Service = ServiceFactory(named="Rowan House")
    return row


@pytest.fixture
@remembered
def lead(service: Service) -> User:
    who: User = HostRoleFactory(service=service).person
    return who


def written(service: Service, by: User, at: datetime, after: int = 0, **texts: str) -> PracticeProfile:
    return write_profile(service=service, texts={**TEXTS, **texts}, by=by, at=at, after=after)


def test_every_writing_is_a_version_and_none_is_public_by_itself(service: Service, lead: User, noon: datetime) -> None:
    written(service, lead, noon)
    written(service, lead, noon, 1, risk="We write down both sides.")
    assert list(PracticeProfile.objects.values_list("n", flat=True)) == [2, 1]
    assert public_profile(service, noon) is None


def test_nobody_writes_over_what_they_have_not_read(service: Service, lead: User, noon: datetime) -> None:
    written(service, lead, noon)
    with pytest.raises(Refused, match="meanwhile"):
        written(service, lead, noon, 0, risk="Mine.")
    with pytest.raises(Refused, match="Nothing has changed"):
        written(service, lead, noon, 1)


def test_only_the_lead_writes_and_publishes(service: Service, lead: User, noon: datetime) -> None:
    written(service, lead, noon)
    staff = HostRoleFactory(service=service, kind=HostKind.STAFF).person
    for who in (staff, person("programme_manager"), person("administrator"), HostRoleFactory().person):
        with pytest.raises(PermissionDenied):
            written(service, who, noon, 1, risk="Theirs.")
        with pytest.raises(PermissionDenied):
            publish_profile(service=service, n=1, by=who, at=noon)


def test_one_version_is_public_at_a_time_and_gone_when_withdrawn(service: Service, lead: User, noon: datetime) -> None:
    first, second = written(service, lead, noon), written(service, lead, noon, 1, risk="Both sides.")
    publish_profile(service=service, n=first.n, by=lead, at=noon)
    publish_profile(service=service, n=second.n, by=lead, at=noon)
    publish_profile(service=service, n=second.n, by=lead, at=noon)
    assert public_profile(service, noon) == second
    withdraw_profile(service=service, reason="We are rewriting it", by=lead, at=noon)
    assert public_profile(service, noon) is None
    with pytest.raises(Refused, match="No version"):
        withdraw_profile(service=service, reason="Again", by=lead, at=noon)
    publish_profile(service=service, n=first.n, by=lead, at=noon)
    assert public_profile(service, noon) == first


def test_the_public_reads_no_size_of_the_group_and_nothing_once_the_name_is_gone(
    service: Service, lead: User, noon: datetime
) -> None:
    publish_profile(service=service, n=written(service, lead, noon).n, by=lead, at=noon)
    page = browser().get("/services/rowan-house/").content.decode()
    assert "Same adults, every day." in page
    assert "Four children" not in page
    stop_naming(service=service, reason="They asked", actor=person("programme_manager"), at=noon)
    assert public_profile(service, noon) is None
