"""Loading, publishing and withdrawing editions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from peerreview.announcements.standards import announce_edition
from peerreview.domain.standards import digest, may_become
from peerreview.domain.standards_text import EditionText, parse
from peerreview.enums.standards import EditionState, MappingKind, SetKind
from peerreview.models import (
    CoreValue,
    Section,
    Standard,
    StandardMapping,
    StandardSet,
    StandardSetEdition,
    StandardValueLink,
)
from peerreview.permissions import standards as permissions
from peerreview.queries.standards import edition_text
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused


@dataclass(frozen=True)
class Loaded:
    """The edition a file became, and whether anything was written."""

    edition: StandardSetEdition
    changed: bool


@transaction.atomic
def load_values(*, data: Mapping[str, Any], by: User | None, at: datetime) -> int:
    """Bring the core values into line with a file; return how many were new or reworded."""
    if by is not None and not permissions.can_write_standards(by, at):
        raise PermissionDenied
    known = {value.code: value for value in CoreValue.objects.select_for_update()}
    written = 0
    for order, row in enumerate(data["values"], start=1):
        wanted = {
            "title": row["title"],
            "statement": row["statement"],
            "plain_text": row.get("plain_text", ""),
            "order": order,
        }
        value = known.get(row["code"]) or CoreValue(code=row["code"])
        written += _bring_into_line(value, wanted, by=by, at=at, reason="Core value as the network words it")
    return written


@transaction.atomic
def begin_set(*, code: str, title: str, kind: SetKind, summary: str, by: User, at: datetime) -> StandardSet:
    """Begin a set that has no edition yet; its first one comes as a file."""
    if not permissions.can_write_standards(by, at):
        raise PermissionDenied
    if StandardSet.objects.filter(code=code).exists():
        raise Refused(_("There is a set at this address already."))
    order = (StandardSet.objects.aggregate(last=Max("order"))["last"] or 0) + 1
    standards = StandardSet(code=code, title=title.strip(), kind=kind, summary=summary.strip(), order=order)
    save_with_history(standards, by=by, reason=_("Set begun"), at=at)
    return standards


@transaction.atomic
def load_edition_text(*, data: Mapping[str, Any], by: User | None, at: datetime) -> Loaded:
    """Make or rewrite a draft edition from a file; the same file again changes nothing.

    ``by`` is None when the portal itself brings its own texts. A published edition is never touched:
    a file that says the same is accepted in silence, one that differs is refused.
    """
    if by is not None and not permissions.can_write_standards(by, at):
        raise PermissionDenied
    text = parse(data, values=CoreValue.objects.values_list("code", flat=True))
    return write_edition(text=text, by=by, at=at)


@transaction.atomic
def write_edition(*, text: EditionText, by: User | None, at: datetime) -> Loaded:
    """Make or rewrite a draft from a text that was checked; see ``load_edition_text``."""
    if by is not None and not permissions.can_write_standards(by, at):
        raise PermissionDenied
    standards = StandardSet.objects.select_for_update().filter(code=text.set_code).first()
    standards = standards or StandardSet(code=text.set_code, order=StandardSet.objects.count() + 1)
    about = {
        "title": text.set_title or standards.title,
        "kind": text.set_kind,
        "summary": text.set_summary or standards.summary,
    }
    changed = bool(_bring_into_line(standards, about, by=by, at=at, reason="Set described by its text"))
    edition = StandardSetEdition.objects.select_for_update().filter(set=standards, number=text.number).first()
    if edition is None:
        edition = StandardSetEdition(set=standards, number=text.number)
    elif digest(edition_text(edition).as_content()) == digest(text.as_content()):
        return Loaded(edition, changed)
    elif edition.is_frozen:
        raise Refused(
            _("Edition %(number)d of %(set)s is published and never changes. Give the new text a new number.")
            % {"number": edition.number, "set": standards}
        )
    reason = f"Text of edition {text.number} loaded"
    edition.label, edition.introduction = text.label, text.introduction
    edition.change_note, edition.effective_from = text.change_note, text.effective_from
    save_with_history(edition, by=by, reason=reason, at=at)
    _empty(edition, by=by, at=at)
    _fill(edition, text, by=by, at=at, reason=reason)
    return Loaded(edition, True)


@transaction.atomic
def open_consultation(*, edition: StandardSetEdition, by: User, at: datetime) -> StandardSetEdition:
    """Show a draft to everybody and ask what they think."""
    edition = _locked(edition, by=by, at=at, then=EditionState.CONSULTATION)
    edition.state = EditionState.CONSULTATION
    save_with_history(edition, by=by, reason="Opened for consultation", at=at)
    announce_edition(edition, by=by, at=at)
    return edition


@transaction.atomic
def end_consultation(*, edition: StandardSetEdition, by: User, reason: str, at: datetime) -> StandardSetEdition:
    """Take a draft back from consultation, to work on it further: the public reads it no more."""
    edition = _locked(edition, by=by, at=at, then=EditionState.DRAFT)
    if not reason.strip():
        raise Refused(_("A reason must be given."))
    edition.state = EditionState.DRAFT
    save_with_history(edition, by=by, reason=reason, at=at)
    announce_edition(edition, by=by, at=at)
    return edition


@transaction.atomic
def publish_edition(
    *,
    edition: StandardSetEdition,
    by: User | None,
    at: datetime,
    change_note: str = "",
    effective_from: date | None = None,
) -> StandardSetEdition:
    """Publish: hash the content, freeze it, and put the edition before it out of force on the same day."""
    edition = _locked(edition, by=by, at=at, then=EditionState.PUBLISHED)
    edition.change_note = change_note.strip() or edition.change_note
    edition.effective_from = effective_from or edition.effective_from or day_of(at)
    if not edition.change_note.strip():
        raise Refused(_("Say what changed and why. Readers see it with the edition."))
    if not edition.standards.exists():
        raise Refused(_("There is no standard in this edition."))
    before = (
        StandardSetEdition.objects.select_for_update().filter(set=edition.set, state=EditionState.PUBLISHED).first()
    )
    if before is not None:
        if before.number >= edition.number:
            raise Refused(_("A later edition is already in force."))
        _map(before, edition, by=by, at=at)
        before.state, before.effective_until = EditionState.SUPERSEDED, edition.effective_from
        save_with_history(before, by=by, reason=f"Superseded by edition {edition.number}", at=at)
    edition.supersedes = before
    edition.sha256 = digest(edition_text(edition).as_content())
    edition.state, edition.published_at, edition.published_by = EditionState.PUBLISHED, at, by
    save_with_history(edition, by=by, reason=f"Published: {edition.change_note}", at=at)
    announce_edition(edition, by=by, at=at)
    return edition


@transaction.atomic
def withdraw_edition(*, edition: StandardSetEdition, by: User, reason: str, at: datetime) -> StandardSetEdition:
    """Take an edition out of force, or give a draft up; what was once published keeps its address."""
    edition = _locked(edition, by=by, at=at, then=EditionState.WITHDRAWN)
    if edition.is_frozen:
        edition.effective_until = day_of(at)
    edition.state = EditionState.WITHDRAWN
    save_with_history(edition, by=by, reason=reason, at=at)
    announce_edition(edition, by=by, at=at)
    return edition


def _locked(edition: StandardSetEdition, *, by: User | None, at: datetime, then: EditionState) -> StandardSetEdition:
    edition = StandardSetEdition.objects.select_for_update().select_related("set").get(pk=edition.pk)
    if by is not None and not permissions.can_publish_edition(by, at):
        raise PermissionDenied
    if not may_become(edition.state, then):
        raise Refused(
            _("An edition that is “%(now)s” cannot become “%(then)s”.")
            % {"now": edition.get_state_display(), "then": then.label}
        )
    return edition


def _bring_into_line(row: Any, wanted: Mapping[str, Any], *, by: User | None, at: datetime, reason: str) -> int:
    if row.pk and all(getattr(row, name) == value for name, value in wanted.items()):
        return 0
    for name, value in wanted.items():
        setattr(row, name, value)
    save_with_history(row, by=by, reason=reason, at=at)
    return 1


def _empty(edition: StandardSetEdition, *, by: User | None, at: datetime) -> None:
    for mapping in StandardMapping.objects.filter(after__edition=edition):
        delete_with_history(mapping, by=by, reason="Draft rewritten", at=at)
    for standard in edition.standards.prefetch_related("value_links"):
        for link in standard.value_links.all():
            delete_with_history(link, by=by, reason="Draft rewritten", at=at)
        delete_with_history(standard, by=by, reason="Draft rewritten", at=at)
    for section in edition.sections.all():
        delete_with_history(section, by=by, reason="Draft rewritten", at=at)


def _fill(edition: StandardSetEdition, text: EditionText, *, by: User | None, at: datetime, reason: str) -> None:
    values = {value.code: value for value in CoreValue.objects.all()}
    order = 0
    for place, part in enumerate(text.sections, start=1):
        section = Section(edition=edition, code=part.code, title=part.title, summary=part.summary, order=place)
        save_with_history(section, by=by, reason=reason, at=at)
        for item in part.standards:
            order += 1
            fields = {
                **vars(item),
                "applies_to": list(item.applies_to),
                "nations": list(item.nations),
                "sources": list(item.sources),
            }
            links = fields.pop("values")
            standard = Standard(edition=edition, section=section, order=order, **fields)
            save_with_history(standard, by=by, reason=reason, at=at)
            for value, strength in links:
                link = StandardValueLink(standard=standard, value=values[value], strength=strength)
                save_with_history(link, by=by, reason=reason, at=at)


def _map(before: StandardSetEdition, after: StandardSetEdition, *, by: User | None, at: datetime) -> None:
    """Say by lineage what became of each standard; what somebody mapped by hand stays as they said."""
    old = {standard.lineage: standard for standard in before.standards.all()}
    new = {standard.lineage: standard for standard in after.standards.all()}
    said = StandardMapping.objects.filter(after__edition=after) | StandardMapping.objects.filter(
        before__edition=before, after__isnull=True
    )
    told = {pk for pair in said.values_list("before_id", "after_id") for pk in pair if pk}
    for lineage in [*old, *(lineage for lineage in new if lineage not in old)]:
        first, second = old.get(lineage), new.get(lineage)
        if told & {row.pk for row in (first, second) if row}:
            continue
        if first is None:
            kind = MappingKind.NEW
        elif second is None:
            kind = MappingKind.RETIRED
        else:
            kind = MappingKind.SAME if first.text == second.text else MappingKind.REWORDED
        mapping = StandardMapping(before=first, after=second, kind=kind)
        save_with_history(mapping, by=by, reason=f"Lineage from edition {before.number} to {after.number}", at=at)
