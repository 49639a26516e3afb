"""Comparing one edition of the register with the services we hold."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from peerreview.domain.register import REDACTED, best_spelling, owner_key
from peerreview.enums.services import MembershipDoubt, ServiceSector, ServiceSource
from peerreview.models import MembershipQuestion, Service, ServiceOwnership
from peerreview.queries.register import Held
from portal.imports.domain.columns import Record, fold
from portal.imports.domain.plans import FieldChange, Item, Plan, Writes, differences, first_values, shown
from portal.imports.domain.problems import Problem
from portal.imports.enums import Change
from portal.people.enums import OrganisationKind, SectorKind
from portal.people.models import LocalAuthority, Organisation, Region

COPIED = (
    "name",
    "kind",
    "status",
    "sector",
    "places",
    "short_breaks_only",
    "several_buildings",
    "education_urn",
    "registered_on",
)
WRITTEN = (*COPIED, "source", "owner", "authority", "authority_name", "region", "closed_on")
SHOWN_WHEN_NEW = ("kind", "name", "owner", "authority_name", "places", "registered_on")
OWNERS = {
    ServiceSector.PRIVATE: (OrganisationKind.PROVIDER, SectorKind.PRIVATE),
    ServiceSector.VOLUNTARY: (OrganisationKind.CHARITY, SectorKind.VOLUNTARY),
    ServiceSector.LOCAL_AUTHORITY: (OrganisationKind.LOCAL_AUTHORITY, SectorKind.LOCAL_AUTHORITY),
    ServiceSector.HEALTH: (OrganisationKind.HEALTH, SectorKind.HEALTH),
    ServiceSector.ACADEMY: (OrganisationKind.OTHER, SectorKind.OTHER),
}


class RegisterPlan:
    """Row by row: new, changed, moved to another owner, open again; and closed when no row is left."""

    def __init__(self, plan: Plan, held: Held, as_at: date, at: datetime) -> None:
        self.plan = plan
        self.held = held
        self.as_at = as_at
        self.at = at
        self.new_owners: list[Organisation] = []
        self.new: list[Service] = []
        self.changed: list[Service] = []
        self.begun: list[ServiceOwnership] = []
        self.ended: list[ServiceOwnership] = []
        self.questions: list[MembershipQuestion] = []

    @property
    def steps(self) -> int:
        """Return how many rows will be written."""
        lists = (self.new_owners, self.new, self.changed, self.begun, self.ended, self.questions)
        return sum(len(each) for each in lists)

    def read(self, records: Sequence[Record]) -> None:
        """Plan every change that these rows and the absent ones mean."""
        self._find_owners(records)
        seen: dict[str, int] = {}
        unknown: set[str] = set()
        for record in records:
            urn = record["urn"]
            if urn in seen:
                said = _("stands in row %(row)d already.") % {"row": seen[urn]}
                self._problem(record, said, "URN", urn, _("Leave one of the rows."))
                continue
            seen[urn] = record.row
            region = self.held.regions.get(fold(record["region"]))
            authority = self.held.authority(record["authority"], self.as_at)
            if region is None:
                remedy = _("Write one of the nine English regions or Wales.")
                self._problem(record, _("is no region."), "Government Office Region", record["region"], remedy)
                continue
            if authority is None and self.held.authorities_complete:
                remedy = _("Correct the name, or import the figures of the year in which the authority began.")
                self._problem(record, _("is no known authority."), "Local authority", record["authority"], remedy)
                continue
            if authority is None:
                unknown.add(record["authority"])
            self._row(record, region, authority)
        for urn, service in sorted(self.held.services.items()):
            if urn not in seen and service.closed_on is None and service.source == ServiceSource.REGISTER:
                self._close(service)
        self._say(unknown)

    def write(self, writes: Writes) -> None:
        """Write owners, services, who owned them when, and the questions raised."""
        writes.create(self.new_owners)
        writes.create(self.new)
        writes.update(self.changed, list(WRITTEN))
        writes.update(self.ended, ["ends_on"])
        writes.create(self.begun)
        writes.create(self.questions)

    def _find_owners(self, records: Sequence[Record]) -> None:
        """Make the owners that are new; spellings that mean the same are one owner."""
        spellings: dict[str, list[str]] = defaultdict(list)
        sectors: dict[str, str] = {}
        for record in records:
            if record["owner"]:
                spellings[owner_key(record["owner"])].append(record["owner"])
                sectors.setdefault(owner_key(record["owner"]), record["sector"])
        for key, names in spellings.items():
            if key in self.held.owners:
                continue
            name = best_spelling(names)
            kind, sector = OWNERS.get(
                ServiceSector(sectors[key]) if sectors[key] else ServiceSector.PRIVATE, OWNERS[ServiceSector.PRIVATE]
            )
            row = Organisation(name=name[:200], slug=self._slug(name), kind=kind, sector=sector if sectors[key] else "")
            self.held.owners[key] = row
            self.new_owners.append(row)

    def _slug(self, name: str) -> str:
        base = slugify(name)[:200] or "organisation"
        slug, number = base, 1
        while slug in self.held.slugs:
            number += 1
            slug = f"{base}-{number}"
        self.held.slugs.add(slug)
        return slug

    def _row(self, record: Record, region: Region, authority: LocalAuthority | None) -> None:
        values: dict[str, Any] = {name: record[name] for name in COPIED}
        values |= {"region": region, "authority": authority, "authority_name": record["authority"]}
        values["source"] = ServiceSource.REGISTER.value
        # An empty cell says nothing about the owner.
        owner = self.held.owners.get(owner_key(record["owner"])) if record["owner"] else None
        service = self.held.services.get(record["urn"])
        if service is None:
            service = Service(urn=record["urn"], owner=owner, **values)
            self.new.append(service)
            if owner is not None:
                self._begin(service, owner)
            self._item(Change.CREATED, service, record.row, first_values(service, SHOWN_WHEN_NEW))
            return
        other = owner is not None and service.owner != owner
        moved = other and service.owner is not None
        values["closed_on"] = None
        if other:
            values["owner"] = owner
        changes = differences(service, values)
        if not changes:
            self.plan.unchanged += 1
            return
        before = service.owner
        for name, value in values.items():
            setattr(service, name, value)
        self.changed.append(service)
        if moved and owner is not None:
            self._move(service, before, owner)
        elif other and owner is not None:
            self._begin(service, owner)
        self._item(Change.MOVED if moved else Change.UPDATED, service, record.row, tuple(changes))

    def _begin(self, service: Service, owner: Organisation) -> None:
        self.begun.append(ServiceOwnership(service=service, organisation=owner, starts_on=self.as_at))

    def _move(self, service: Service, before: Organisation | None, owner: Organisation) -> None:
        earlier = self.held.ownerships.get(service.pk)
        if earlier is not None:
            earlier.ends_on = max(self.as_at, earlier.starts_on)
            self.ended.append(earlier)
        self._begin(service, owner)
        self._ask(service, MembershipDoubt.OWNER, before, owner)

    def _close(self, service: Service) -> None:
        changes = (FieldChange(_("closed on"), shown(None), shown(self.as_at)),)
        service.closed_on = self.as_at
        self.changed.append(service)
        self._ask(service, MembershipDoubt.CLOSED, service.owner, None)
        self._item(Change.CLOSED, service, None, changes)

    def _ask(
        self, service: Service, about: MembershipDoubt, before: Organisation | None, owner: Organisation | None
    ) -> None:
        if service.pk in self.held.members:
            self.questions.append(
                MembershipQuestion(
                    service=service,
                    about=about,
                    from_owner=before,
                    to_owner=owner,
                    changed_on=self.as_at,
                    raised_at=self.at,
                )
            )

    def _say(self, unknown: set[str]) -> None:
        if self.new_owners:
            self.plan.notes.append(_("%(count)d new owners.") % {"count": len(self.new_owners)})
        if self.questions:
            self.plan.notes.append(
                _("%(count)d members changed hands or closed: the programme manager is asked about their membership.")
                % {"count": len(self.questions)}
            )
        if unknown:
            self.plan.notes.append(
                _("%(count)d authorities are kept by name only, because children looked after has not been imported.")
                % {"count": len(unknown)}
            )

    def _item(self, change: Change, service: Service, row: int | None, fields: tuple[FieldChange, ...]) -> None:
        name = "" if service.name == REDACTED else f", {service.name}"
        title = f"{service.get_kind_display()} {service.urn}{name}"
        self.plan.items.append(Item(change, service.region.name, title, row, fields))

    def _problem(self, record: Record, said: str, column: str, value: str, remedy: str) -> None:
        self.plan.problems.append(Problem(said, remedy, record.row, column, value))
