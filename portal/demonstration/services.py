"""A hundred and twenty services of the network. They are invented; a few chose to be named."""

from datetime import timedelta

from peerreview.actions.memberships import begin_membership
from peerreview.actions.services import add_service, name_publicly
from peerreview.enums.services import ServiceKind, Track
from portal.demonstration.people import Cooperative, place
from portal.people.enums import SectorKind
from portal.people.models import LocalAuthority

HOW_MANY = 120
KINDS = [ServiceKind.CHILDRENS_HOME] * 8 + [ServiceKind.SPECIAL_SCHOOL, ServiceKind.FOSTERING]
TRACKS = [Track.FULL, Track.DEVELOPMENTAL, Track.ACCREDITATION, Track.FULL, Track.ASSOCIATE]
SETS = {ServiceKind.SPECIAL_SCHOOL: "living-learning"}
NAMED = (
    "Alder Bank",
    "Beck House",
    "Copper Beech",
    "Damson Row",
    "Elder Croft",
    "Fold Farm School",
    "Glen Lodge",
    "Hawthorn Place",
    "Ivy Cottage",
    "Jackdaw House",
    "Kingfisher Fostering",
    "Larch End",
)
SAYS = (
    "We chose to be named here so that social workers can find us and ask how we work. "
    "The children who live with us are never part of anything we publish."
)


def add_services(cooperative: Cooperative) -> None:
    """Add the services, their memberships and the places of the cast in them."""
    manager, at = cooperative.cast["programme-manager"], cooperative.founded_at
    authorities = list(LocalAuthority.objects.filter(ends_on__isnull=True).select_related("region").order_by("code"))
    cooperative.random.shuffle(authorities)
    for number in range(HOW_MANY):
        kind = KINDS[number % len(KINDS)]
        authority = authorities[number % len(authorities)]
        owner = cooperative.providers[number % len(cooperative.providers)]
        home = kind == ServiceKind.CHILDRENS_HOME
        service = add_service(
            urn=f"DEMO{number + 1:05d}",
            name="REDACTED" if home else f"{owner.name}, {authority.name}",
            kind=kind,
            sector=SectorKind.VOLUNTARY if owner.sector == SectorKind.VOLUNTARY else SectorKind.PRIVATE,
            places=3 + number % 2 if home else None,
            owner=owner,
            region=authority.region,
            authority=authority,
            registered_on=cooperative.founded_on - timedelta(days=200 + 17 * number),
            reason="Joined the network when it was founded",
            actor=manager,
            at=at,
        )
        begin_membership(
            service=service,
            track=TRACKS[number % len(TRACKS)],
            starts_on=cooperative.founded_on + timedelta(days=number),
            standard_set=SETS.get(kind, "whole-home"),
            reason="Joined the network",
            actor=manager,
            at=at,
        )
        if number % 10 == 4:
            name_publicly(
                service=service,
                public_name=NAMED[number // 10],
                public_text=SAYS,
                reason="The responsible individual asked for it in writing.",
                actor=manager,
                at=at,
            )
    _place_cast(cooperative)


def _place_cast(cooperative: Cooperative) -> None:
    first, second, third = cooperative.providers[:3]
    since = cooperative.founded_on
    place(cooperative, cooperative.cast["service-lead"], first, "Registered manager", since)
    place(cooperative, cooperative.cast["peer-reviewer"], second, "Deputy manager", since)
    place(cooperative, cooperative.cast["lead-reviewer"], third, "Clinical lead", since)
