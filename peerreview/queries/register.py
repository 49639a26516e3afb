"""What the portal holds when the register is compared with it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from peerreview.domain.register import authority_key, owner_key
from peerreview.models import Membership, Service, ServiceOwnership
from portal.imports.domain.columns import fold
from portal.imports.enums import RunState
from portal.imports.models import ImportRun
from portal.people.models import LocalAuthority, LookedAfterFigure, Organisation, Region

KIND = "register"


@dataclass
class Held:
    """Services, owners and places, each by what the register calls it."""

    regions: dict[str, Region]
    authorities: dict[str, list[LocalAuthority]]
    owners: dict[str, Organisation]
    services: dict[str, Service]
    slugs: set[str]
    members: set[int]
    ownerships: dict[int, ServiceOwnership] = field(default_factory=dict)
    # The list of authorities is complete once the Department's figures are here; a name not in it is then an error.
    authorities_complete: bool = False

    def authority(self, name: str, on: date) -> LocalAuthority | None:
        """Return the authority of that name on that day, or else the last that had it."""
        rows = self.authorities.get(authority_key(name), [])
        return next((row for row in rows if row.holds(on)), rows[-1] if rows else None)


def held(on: date) -> Held:
    """Read everything once: seven questions whatever the size of the register."""
    authorities: dict[str, list[LocalAuthority]] = defaultdict(list)
    for row in LocalAuthority.objects.order_by("starts_on", "pk"):
        authorities[authority_key(row.name)].append(row)
    organisations = list(Organisation.objects.order_by("-pk"))
    return Held(
        regions={fold(region.name): region for region in Region.objects.all()},
        authorities=authorities,
        owners={owner_key(row.name): row for row in organisations},
        services={row.urn: row for row in Service.objects.select_related("owner", "authority", "region")},
        slugs={row.slug for row in organisations},
        members=set(Membership.objects.active(on).values_list("service_id", flat=True)),
        ownerships={row.service_id: row for row in ServiceOwnership.objects.filter(ends_on__isnull=True)},
        authorities_complete=LookedAfterFigure.objects.filter(authority__isnull=False).exists(),
    )


def latest_edition() -> date | None:
    """Return the day of the newest register that was applied."""
    runs = ImportRun.objects.filter(kind=KIND, state=RunState.APPLIED).values_list("edition", flat=True)
    return max((date.fromisoformat(edition) for edition in runs), default=None)
