"""What must always be true, asked of the live data: each app says its own part, this gathers them."""

from collections.abc import Iterator
from datetime import datetime

from governance.queries import checks as governance
from peerreview.domain.standards import digest
from peerreview.models import StandardSetEdition
from peerreview.queries import (
    accreditationchecks,
    aggregatechecks,
    codechecks,
    planchecks,
    remindchecks,
    reportchecks,
    reviewchecks,
    teamchecks,
    visitchecks,
    workbookchecks,
)
from peerreview.queries.standards import edition_text
from portal.history.verifying import verify_ledger
from portal.people.models import RoleGrant, User
from portal.voices.queries import checks as voices

PEER_REVIEW = (
    reviewchecks,
    teamchecks,
    workbookchecks,
    reportchecks,
    planchecks,
    aggregatechecks,
    visitchecks,
    accreditationchecks,
    remindchecks,
    codechecks,
)


def all_findings(at: datetime) -> Iterator[str]:
    """Yield one sentence for each thing that does not hold at ``at``."""
    yield from (f"ledger: {finding}" for finding in verify_ledger())
    yield from (f"governance {finding}" for finding in governance.findings(at))
    yield from _editions()
    for part in PEER_REVIEW:
        yield from (f"peer review {finding}" for finding in part.findings(at))
    yield from (f"voices {finding}" for finding in voices.findings(at))
    yield from _people()


def _editions() -> Iterator[str]:
    """Peer review 1: a published edition's hash never changes."""
    for edition in StandardSetEdition.objects.exclude(sha256="").select_related("set"):
        if digest(edition_text(edition).as_content()) != edition.sha256:
            yield f"peer review 1: {edition} is not what was published."


def _people() -> Iterator[str]:
    for user in User.objects.filter(is_superuser=True):
        yield f"people: {user.pk} is a superuser; rights here follow dated roles."
    for grant in RoleGrant.objects.filter(person__is_active=False, ends_on__isnull=True).select_related("person"):
        yield f"people: {grant.person.pk} is deactivated and still {grant.get_role_display()}."
