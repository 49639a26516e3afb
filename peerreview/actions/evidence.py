"""Adding evidence, its files and what they show, and freezing what the team is given.

Locks: the review, the item. A file is stored before its row and taken away again when the row is not committed.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.reviews import lock_review
from peerreview.domain.evidence import manifest, manifest_hash
from peerreview.enums.evidence import EvidenceKind, FileKind, Sensitivity
from peerreview.models import (
    EvidenceItem,
    EvidenceLink,
    EvidencePortfolio,
    EvidenceRevision,
    Review,
    Standard,
)
from peerreview.models.evidencefiles import EVIDENCE, checked
from peerreview.permissions import evidence as permissions
from peerreview.queries.evidence import entries, stray_files
from portal.filestore import NoRoom
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@contextmanager
def _stored(content: bytes) -> Iterator[str]:
    """Store a file for the rows written inside; when they are not, neither is the file."""
    try:
        name = EVIDENCE.keep(content)
    except NoRoom as full:
        raise Refused(
            _("The file could not be stored: the server has no room. Nothing was changed; tell an administrator.")
        ) from full
    try:
        yield name
    except BaseException:
        EVIDENCE.forget(name)
        raise


def add_evidence(
    *,
    review: Review,
    title: str,
    kind: EvidenceKind,
    sensitivity: Sensitivity,
    has_child_data: bool,
    content: bytes,
    by: User,
    at: datetime,
    standards: Collection[Standard] = (),
) -> EvidenceItem:
    """Add an item with its first file, linked to the standards it shows something about."""
    if not permissions.can_add_evidence(by, review, at):
        raise PermissionDenied
    type_, content = checked(content)
    with _stored(content) as name, transaction.atomic():
        review = lock_review(review, by=by)
        if not permissions.can_add_evidence(by, review, at):
            raise PermissionDenied
        item = EvidenceItem(
            review=review,
            title=title.strip(),
            kind=kind,
            sensitivity=Sensitivity.RESTRICTED if has_child_data else sensitivity,
            has_child_data=has_child_data,
            added_by=by,
            added_at=at,
        )
        save_with_history(item, by=by, reason=_("Evidence added"), at=at)
        _link(_revision(item, 1, name, type_, content, by, at), standards, by, at)
    return item


def add_revision(*, item: EvidenceItem, content: bytes, by: User, at: datetime) -> EvidenceRevision:
    """Put a newer file in place of an item's; the earlier stays, and the links go on with the newer."""
    if not permissions.can_change_item(by, item, at):
        raise PermissionDenied
    type_, content = checked(content)
    with _stored(content) as name, transaction.atomic():
        item = _locked(item, by, at)
        last = item.revisions.order_by("-n").first()
        revision = _revision(item, (last.n if last else 0) + 1, name, type_, content, by, at)
        linked = [link.standard for link in last.links.select_related("standard")] if last else []
        _link(revision, linked, by, at)
    return revision


@transaction.atomic
def link_standards(*, item: EvidenceItem, standards: Collection[Standard], by: User, at: datetime) -> None:
    """Say which standards the newest file shows something about, in place of what was said before."""
    item = _locked(item, by, at)
    revision = item.revisions.order_by("-n").first()
    if revision is None:
        raise Refused(_("There is no file yet."))
    wanted = {standard.pk: standard for standard in standards}
    for link in revision.links.select_related("standard"):
        if link.standard_id not in wanted:
            delete_with_history(link, by=by, reason=_("No longer linked"), at=at)
        wanted.pop(link.standard_id, None)
    _link(revision, list(wanted.values()), by, at)


@transaction.atomic
def remove_evidence(*, item: EvidenceItem, reason: str, by: User, at: datetime) -> EvidenceItem:
    """Take an item out of the library with a reason; its files stay, for portfolios that hold them."""
    item = _locked(item, by, at)
    item.removed_at, item.removed_reason = at, reason.strip()
    save_with_history(item, by=by, reason=item.removed_reason, at=at)
    return item


@transaction.atomic
def freeze_portfolio(*, review: Review, by: User, at: datetime) -> EvidencePortfolio:
    """Freeze what the team will be given: every newest file, which must lie there as it was stored (invariant 4)."""
    review = lock_review(review, by=by)
    if not permissions.can_freeze(by, review, at):
        raise PermissionDenied
    held = entries(review)
    lines = manifest(held)
    for entry in held:
        revision = EvidenceRevision.objects.get(item=entry.item, n=entry.n)
        if EVIDENCE.fingerprint(revision.file) != (revision.sha256, revision.size):
            # Not which: who freezes need not know of what is restricted.
            raise Refused(_("A file is missing or damaged. An administrator sees which in the daily check."))
    last = EvidencePortfolio.objects.filter(review=review).order_by("-n").first()
    portfolio = EvidencePortfolio(
        review=review,
        n=(last.n if last else 0) + 1,
        manifest=lines,
        sha256=manifest_hash(lines),
        frozen_by=by,
        frozen_at=at,
    )
    save_with_history(portfolio, by=by, reason=_("Evidence frozen for the team"), at=at)
    return portfolio


def _revision(
    item: EvidenceItem, n: int, name: str, type_: FileKind, content: bytes, by: User, at: datetime
) -> EvidenceRevision:
    sha256, size = EVIDENCE.fingerprint(name) or ("", 0)
    if size != len(content):
        raise Refused(_("The file could not be stored: the server has no room. Nothing was changed."))
    row = EvidenceRevision(item=item, n=n, file=name, type=type_, sha256=sha256, size=size, by=by, at=at)
    save_with_history(row, by=by, reason=_("File stored"), at=at)
    return row


def _link(revision: EvidenceRevision, standards: Collection[Standard], by: User, at: datetime) -> None:
    for standard in standards:
        if standard.edition_id != revision.item.review.edition_id:
            raise Refused(_("This standard does not belong to the review."))
        link = EvidenceLink(revision=revision, standard=standard)
        save_with_history(link, by=by, reason=_("Linked to a standard"), at=at)


def _locked(item: EvidenceItem, by: User, at: datetime) -> EvidenceItem:
    review = lock_review(item.review, by=by)
    item = EvidenceItem.objects.select_for_update(of=("self",)).select_related("review").get(pk=item.pk)
    item.review = review
    if not permissions.can_change_item(by, item, at):
        raise PermissionDenied
    return item


def forget_stray_files(*, at: datetime) -> list[str]:
    """Delete the files that belong to nothing, and return their names.

    A file is stored before its row: a server that is killed between the two leaves it behind.
    """
    names = stray_files(at)
    for name in names:
        EVIDENCE.forget(name)
    return names
