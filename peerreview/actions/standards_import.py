"""A file of standards: checked, its lineage confirmed by somebody, and then a draft edition."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.standards import write_edition
from peerreview.domain.lineage import Answer, faults
from peerreview.enums.standards import ImportState
from peerreview.models import Standard, StandardMapping, StandardSet, StandardSetEdition, StandardsImport
from peerreview.permissions import standards as permissions
from peerreview.queries import standards_import as queries
from portal.history.writing import delete_with_history, save_with_history
from portal.imports import storage
from portal.people.models import User
from portal.people.refusals import Refused

PROBLEMS_KEPT = 500


@transaction.atomic
def check_standards_file(
    *, standards: StandardSet, path: str, file_name: str, by: User | None, at: datetime
) -> StandardsImport:
    """Check a file and keep what it says, or what is wrong with it; no edition is touched."""
    _may(by, at)
    plan = queries.plan(standards, path, file_name)
    if plan.same_as is not None:
        raise Refused(_("%(edition)s says exactly this already. Nothing was changed.") % {"edition": plan.same_as})
    row = StandardsImport(
        set=standards,
        before=None if plan.problems else plan.before,
        file_name=file_name[-200:],
        file_sha256=storage.fingerprint(Path(path)),
        number=0 if plan.problems or plan.text is None else plan.text.number,
        state=ImportState.REFUSED if plan.problems else ImportState.CHECKED,
        content={} if plan.problems or plan.text is None else plan.text.as_content(),
        problems=[problem.as_json() for problem in plan.problems[:PROBLEMS_KEPT]],
        by=by,
        at=at,
    )
    save_with_history(row, by=by, reason="File of standards checked", at=at)
    return row


@transaction.atomic
def make_draft(*, row: StandardsImport, answers: Sequence[Answer], by: User | None, at: datetime) -> StandardSetEdition:
    """Write the draft with the lineage that somebody confirmed; all of it, or nothing."""
    row = _locked(row, by, at)
    before = queries.before_number(row.set, row.number)
    if (before.pk if before else None) != row.before_id:
        raise Refused(
            _("Another edition was published since the file was checked. Send the file again to compare it with that.")
        )
    text = queries.text_of(row)
    if faults(queries.lines_of(before), queries.lines(text), answers):
        raise Refused(_("The lineage is not complete, or contradicts itself. Look at each line again."))
    edition = write_edition(text=queries.with_lineage(text, before, answers), by=by, at=at).edition
    _write_mappings(edition, before, answers, by=by, at=at)
    row.state, row.edition = ImportState.MADE, edition
    save_with_history(row, by=by, reason="Lineage confirmed; became a draft", at=at)
    return edition


@transaction.atomic
def drop_import(*, row: StandardsImport, by: User, at: datetime) -> StandardsImport:
    """Give a checked file up."""
    row = _locked(row, by, at)
    row.state = ImportState.DROPPED
    save_with_history(row, by=by, reason="Dropped; nothing was changed", at=at)
    return row


def _write_mappings(
    edition: StandardSetEdition,
    before: StandardSetEdition | None,
    answers: Sequence[Answer],
    *,
    by: User | None,
    at: datetime,
) -> None:
    """Keep what was confirmed. What is gone is written at publication: until then nobody may know that it goes."""
    if before is None:
        return
    old: dict[str, Standard] = {one.code: one for one in before.standards.all()}
    new: dict[str, Standard] = {one.code: one for one in edition.standards.all()}
    # A draft that says the same as before was not rewritten, and what was said of it earlier is still there.
    for mapping in StandardMapping.objects.filter(after__edition=edition):
        delete_with_history(mapping, by=by, reason="Lineage confirmed anew", at=at)
    for answer in answers:
        origins: list[Standard | None] = [old[code] for code in answer.before]
        for origin in origins or [None]:
            mapping = StandardMapping(before=origin, after=new[answer.after], kind=answer.kind)
            save_with_history(mapping, by=by, reason="Lineage confirmed by hand", at=at)


def _locked(row: StandardsImport, by: User | None, at: datetime) -> StandardsImport:
    _may(by, at)
    row = StandardsImport.objects.select_for_update(of=("self",)).select_related("set").get(pk=row.pk)
    if row.state != ImportState.CHECKED:
        raise Refused(_("This file was already dealt with, or refused."))
    return row


def _may(by: User | None, at: datetime) -> None:
    if by is not None and not permissions.can_import_standards(by, at):
        raise PermissionDenied
