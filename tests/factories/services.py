"""Services, memberships and imports for tests.

``ServiceFactory(member=True)`` belongs to the network; ``ServiceFactory(named="Rowan House")`` is a member that chose
to be named in public.
"""

from datetime import date
from typing import Any

import factory

from peerreview.enums.services import ServiceKind, ServiceSource, Track
from peerreview.models import Membership, Service
from portal.history.writing import save_with_history
from tests.factories.people import BEGAN, LONG_AGO, HistoryFactory, OrganisationFactory, region


class MembershipFactory(HistoryFactory):
    """A full membership since long ago."""

    class Meta:
        model = Membership

    track = Track.FULL
    starts_on = LONG_AGO


class ServiceFactory(HistoryFactory):
    """A redacted children's home of the register in the North West, not a member."""

    class Meta:
        model = Service

    # Taken out again before the row is made.
    named = None
    member = False
    urn = factory.Sequence(lambda n: f"SC{500000 + n}")
    source = ServiceSource.REGISTER
    name = "REDACTED"
    kind = ServiceKind.CHILDRENS_HOME
    places = 4
    owner = factory.SubFactory(OrganisationFactory)
    region = factory.LazyFunction(region)
    registered_on = date(2015, 6, 1)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        named, member = kwargs.pop("named", None), kwargs.pop("member", False)
        row = super()._create(model_class, *args, **kwargs)
        if named:
            row.named_publicly, row.public_name, row.consented_on = True, named, LONG_AGO
            row.public_slug = named.casefold().replace(" ", "-")
            save_with_history(row, by=None, reason="Wished to be named", at=BEGAN)
        if named or member:
            MembershipFactory(service=row)
        return row
