"""Reading sets, editions and standards: a page of seventy-two costs as many queries as a page of one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q

from peerreview.domain.standards_text import EditionText, SectionText, StandardText
from peerreview.enums.standards import EditionState
from peerreview.models import (
    CoreValue,
    Section,
    Standard,
    StandardMapping,
    StandardSet,
    StandardSetEdition,
    StandardValueLink,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User


@dataclass(frozen=True)
class SetRow:
    """A set and its edition in force, or the newest that may be read."""

    set: StandardSet
    edition: StandardSetEdition
    standards: int


@dataclass(frozen=True)
class StandardPage:
    """One standard and its neighbours in the edition, and what became of it in others."""

    standard: Standard
    previous: Standard | None
    next: Standard | None
    elsewhere: Sequence[Standard]
    mappings: Sequence[StandardMapping]


def sets(person: "User | AnonymousUser", at: datetime) -> list[SetRow]:
    """Return every set with its edition in force; a set of which nothing may be read does not exist."""
    editions = (
        StandardSetEdition.objects.visible_to(person, at)
        .select_related("set")
        .order_by("set__order", "set__title", "-number")
    )
    by_set: dict[int, list[StandardSetEdition]] = {}
    for edition in editions:
        by_set.setdefault(edition.set_id, []).append(edition)
    found = [in_force(group) for group in by_set.values()]
    counted = Standard.objects.filter(edition__in=found).order_by().values("edition").annotate(n=Count("pk"))
    sizes = dict(counted.values_list("edition", "n"))
    return [SetRow(edition.set, edition, sizes.get(edition.pk, 0)) for edition in found]


def in_force(editions: Sequence[StandardSetEdition]) -> StandardSetEdition:
    """Return the published one, or else the newest; ``editions`` are those of one set, newest first."""
    return next((edition for edition in editions if edition.state == EditionState.PUBLISHED), editions[0])


def editions_of(set_code: str, person: "User | AnonymousUser", at: datetime) -> list[StandardSetEdition]:
    """Return the editions of a set that ``person`` may read, newest first."""
    found = StandardSetEdition.objects.visible_to(person, at).filter(set__code=set_code)
    return list(found.select_related("set", "published_by").order_by("-number"))


def sections_of(edition: StandardSetEdition) -> list[Section]:
    """Return the sections with their standards and value links, three queries whatever their number."""
    standards = Prefetch("standards", Standard.objects.order_by("order").prefetch_related(_links()))
    return list(Section.objects.filter(edition=edition).order_by("order").prefetch_related(standards))


def standard_page(edition: StandardSetEdition, code: str) -> StandardPage | None:
    """Return one standard of an edition, or None when it has none of that code."""
    standard = edition.standards.select_related("section").prefetch_related(_links()).filter(code=code).first()
    if standard is None:
        return None
    around = edition.standards.filter(order__in=[standard.order - 1, standard.order + 1])
    neighbours = {other.order: other for other in around}
    elsewhere = (
        Standard.objects.filter(
            lineage=standard.lineage,
            edition__set_id=edition.set_id,
            edition__in=StandardSetEdition.objects.public(),
        )
        .exclude(pk=standard.pk)
        .select_related("edition")
        .order_by("-edition__number")
    )
    mappings = (
        StandardMapping.objects.filter(Q(before=standard) | Q(after=standard))
        .filter(Q(before=None) | Q(before__edition__in=StandardSetEdition.objects.public()))
        .filter(Q(after=None) | Q(after__edition__in=StandardSetEdition.objects.public()))
        .select_related("before__edition", "after__edition")
    )
    return StandardPage(
        standard=standard,
        previous=neighbours.get(standard.order - 1),
        next=neighbours.get(standard.order + 1),
        elsewhere=list(elsewhere),
        mappings=list(mappings),
    )


def standards_named(references: Collection[tuple[str, str]]) -> dict[tuple[str, str], Standard]:
    """Return the standards in force of these sets and codes; those that are not are left out."""
    if not references:
        return {}
    wanted = Q()
    for set_code, code in references:
        wanted |= Q(edition__set__code=set_code, code=code)
    found = Standard.objects.filter(wanted, edition__state=EditionState.PUBLISHED).select_related("edition__set")
    return {(one.edition.set.code, one.code): one for one in found}


def core_values() -> list[CoreValue]:
    """Return the values in their published order."""
    return list(CoreValue.objects.all())


def edition_text(edition: StandardSetEdition) -> EditionText:
    """Return the whole edition as values: what is exported, and what its hash is computed over."""
    return EditionText(
        set_code=edition.set.code,
        set_title=edition.set.title,
        set_kind=edition.set.kind,
        set_summary=edition.set.summary,
        number=edition.number,
        label=edition.label,
        introduction=edition.introduction,
        change_note=edition.change_note,
        effective_from=edition.effective_from,
        sections=tuple(
            SectionText(
                code=section.code,
                title=section.title,
                summary=section.summary,
                standards=tuple(_standard_text(standard) for standard in section.standards.all()),
            )
            for section in sections_of(edition)
        ),
    )


def search_standards(words: str, limit: int = 20) -> list[Standard]:
    """Return the standards of editions in force that hold every one of the words, in any of their texts."""
    found = Standard.objects.filter(edition__state=EditionState.PUBLISHED).select_related("edition__set", "section")
    for word in words.split()[:8]:
        found = found.filter(
            Q(text__icontains=word)
            | Q(plain_text__icontains=word)
            | Q(guidance__icontains=word)
            | Q(section__title__icontains=word)
            | Q(code=word)
        )
    return list(found.order_by("edition__set__order", "order")[:limit]) if words.strip() else []


def sets_and_editions() -> tuple[list[str], list[tuple[str, int]]]:
    """Return the codes of sets, and set and number of editions, that have public addresses."""
    editions = list(
        StandardSetEdition.objects.public().order_by("set__order", "number").values_list("set__code", "number")
    )
    return list(dict.fromkeys(code for code, _number in editions)), editions


def public_standards() -> list[tuple[str, int, str]]:
    """Return set, edition and code of every standard that has a public address, for the sitemap."""
    found = Standard.objects.filter(edition__in=StandardSetEdition.objects.public())
    return list(found.order_by("edition", "order").values_list("edition__set__code", "edition__number", "code"))


def _standard_text(standard: Standard) -> StandardText:
    return StandardText(
        code=standard.code,
        lineage=standard.lineage,
        text=standard.text,
        plain_text=standard.plain_text,
        type=standard.type,
        core=standard.core,
        guidance=standard.guidance,
        evidence_hint=standard.evidence_hint,
        applies_to=tuple(standard.applies_to),
        nations=tuple(standard.nations),
        values=tuple((link.value.code, link.strength) for link in standard.value_links.all()),
        sources=tuple(standard.sources),
        level=standard.level,
    )


def _links() -> "Prefetch[str, Any, str]":
    links = StandardValueLink.objects.select_related("value").order_by("strength", "value__order")
    return Prefetch("value_links", links)
