"""The cast, and the bodies people come from."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import cycle
from random import Random

from django.contrib.auth.hashers import make_password

from portal.demonstration.calendar import Calendar
from portal.demonstration.names import invented_names
from portal.people.actions.affiliations import add_affiliation
from portal.people.actions.organisations import save_organisation
from portal.people.actions.people import add_person
from portal.people.actions.roles import grant_role
from portal.people.cast import CAST, DEMONSTRATION_PASSWORD
from portal.people.enums import OrganisationKind, RoleKind, SectorKind
from portal.people.models import LocalAuthority, Organisation, Region, User

PROVIDERS = (
    ("Alderbrook Homes", SectorKind.PRIVATE),
    ("Bright Water Care", SectorKind.VOLUNTARY),
    ("Cairn and Beck", SectorKind.PRIVATE),
    ("Dovecote Children’s Trust", SectorKind.VOLUNTARY),
    ("Eastgate Therapeutic Homes", SectorKind.PRIVATE),
    ("Fellside Living", SectorKind.PRIVATE),
    ("Garden House Charity", SectorKind.VOLUNTARY),
    ("Harbour Light Homes", SectorKind.PRIVATE),
    ("Ivy Lodge Partnership", SectorKind.PRIVATE),
    ("Juniper Row", SectorKind.VOLUNTARY),
    ("Kestrel Bank", SectorKind.PRIVATE),
    ("Lantern Street Homes", SectorKind.VOLUNTARY),
    ("Marram Coast Care", SectorKind.PRIVATE),
    ("Newfield Families", SectorKind.VOLUNTARY),
    ("Orchard Rise Care", SectorKind.PRIVATE),
    ("Penny Lane Fold", SectorKind.PRIVATE),
    ("Quarry Hill Homes", SectorKind.PRIVATE),
    ("Rowan and Reed", SectorKind.VOLUNTARY),
    ("Swallow Barn Trust", SectorKind.VOLUNTARY),
    ("Tŷ Gobaith Newydd", SectorKind.VOLUNTARY),
    ("Upper Meadow Care", SectorKind.PRIVATE),
    ("Vale and Moor", SectorKind.PRIVATE),
    ("Willowbank Schools", SectorKind.VOLUNTARY),
    ("Yew Tree Fostering", SectorKind.PRIVATE),
)
CAST_ROLES = {
    "administrator": RoleKind.ADMINISTRATOR,
    "editor": RoleKind.EDITOR,
    "programme-manager": RoleKind.PROGRAMME_MANAGER,
    "peer-reviewer": RoleKind.REVIEWER,
    "lead-reviewer": RoleKind.REVIEWER,
    "moderator": RoleKind.MODERATOR,
    "safeguarding-lead": RoleKind.SAFEGUARDING_LEAD,
    "safeguarding-deputy": RoleKind.SAFEGUARDING_DEPUTY,
    "participation-lead": RoleKind.PARTICIPATION_LEAD,
    "independent-helper": RoleKind.INDEPENDENT_HELPER,
}
BEGAN = "The cooperative was founded"


@dataclass
class Cooperative:
    """Who is who while the story is written."""

    calendar: Calendar
    random: Random
    founded_on: date
    cast: dict[str, User] = field(default_factory=dict)
    providers: list[Organisation] = field(default_factory=list)
    password: str = ""

    def __post_init__(self) -> None:
        taken = {member.name for member in CAST}
        self._names = (name for name in invented_names(self.random) if name not in taken)
        self._numbers = iter(range(1, 10_000))
        # Hashed once: two hundred slow hashes would be a minute of waiting for one published password.
        self.password = make_password(DEMONSTRATION_PASSWORD)

    @property
    def founded_at(self) -> datetime:
        """The moment before which nothing happened."""
        return self.calendar.noon_of(self.founded_on)

    @property
    def administrator(self) -> User:
        """Who sets everything up."""
        return self.cast["administrator"]

    def somebody(self, *, email: str = "", name: str = "", at: datetime | None = None) -> User:
        """Add a person who can sign in with the demonstration's password."""
        person = add_person(
            email=email or f"person-{next(self._numbers):03d}@hearth.example",
            name=name or next(self._names),
            may_sign_in=True,
            by=None,
            reason=BEGAN,
            at=at or self.founded_at,
        )
        person.password = self.password
        person.save_without_historical_record(update_fields=["password"])  # type: ignore[attr-defined]
        return person


def add_cast(cooperative: Cooperative) -> None:
    """Add the people of the sign-in page, with their roles in the whole portal."""
    for member in CAST:
        person = cooperative.somebody(email=member.email, name=member.name)
        cooperative.cast[member.key] = person
        if role := CAST_ROLES.get(member.key):
            grant_role(
                person=person,
                role=role,
                starts_on=cooperative.founded_on,
                ends_on=None,
                reason=BEGAN,
                by=None,
                at=cooperative.founded_at,
            )


def add_providers(cooperative: Cooperative) -> None:
    """Add the providers of the demonstration, spread over the regions."""
    regions = cycle(Region.objects.order_by("order"))
    wales = Region.objects.get(short="WAL")
    for name, sector in PROVIDERS:
        region = wales if name.startswith("Tŷ") else next(regions)
        cooperative.providers.append(
            save_organisation(
                organisation=None,
                name=name,
                kind=OrganisationKind.CHARITY if sector == SectorKind.VOLUNTARY else OrganisationKind.PROVIDER,
                sector=sector,
                region=region,
                reason=BEGAN,
                by=None,
                at=cooperative.founded_at,
            )
        )


def authority_organisation(cooperative: Cooperative, authority: LocalAuthority) -> Organisation:
    """Return the body behind a local authority, added the first time it is asked for."""
    found = Organisation.objects.filter(authority=authority).first()
    return found or save_organisation(
        organisation=None,
        name=authority.name,
        kind=OrganisationKind.LOCAL_AUTHORITY,
        sector=SectorKind.LOCAL_AUTHORITY,
        region=authority.region,
        authority=authority,
        reason=BEGAN,
        by=None,
        at=cooperative.founded_at,
    )


def place(cooperative: Cooperative, person: User, organisation: Organisation, role: str, starts_on: date) -> None:
    """Say where somebody works or belongs."""
    add_affiliation(
        person=person,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        reason="Told us when they joined",
        by=None,
        at=cooperative.calendar.noon_of(starts_on),
    )
