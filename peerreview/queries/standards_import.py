"""What a file of standards would become: checked, compared with the edition before, with suggested lineage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peerreview.domain.lineage import Answer, Line, Reason, Suggestion, lineages, suggest
from peerreview.domain.standards import digest
from peerreview.domain.standards_text import EditionText, StandardText, parse
from peerreview.enums.standards import MappingKind
from peerreview.models import CoreValue, StandardSet, StandardSetEdition, StandardsImport
from peerreview.queries.standards import edition_text
from peerreview.queries.standards_check import Expected, check
from peerreview.queries.standards_reading import read
from portal.history.diff import Op, word_diff
from portal.imports.domain.problems import FileRefused, Problem

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from portal.people.models import User

REASONS = {
    Reason.SAME_CODE_SAME_WORDS: gettext_lazy("The same words under the same code."),
    Reason.SAME_WORDS_MOVED: gettext_lazy("The same words under another code: it was moved."),
    Reason.SAME_LINEAGE: gettext_lazy("The file names the lineage of that standard."),
    Reason.SAME_CODE_SIMILAR: gettext_lazy("The same code and similar words."),
    Reason.SIMILAR_MOVED: gettext_lazy("Similar words under another code: it may have been moved."),
    Reason.ONE_OF_PARTS: gettext_lazy("Its words stand in a longer standard that became several."),
    Reason.HOLDS_SEVERAL: gettext_lazy("It holds the words of several standards."),
    Reason.NOTHING_SIMILAR: gettext_lazy("Nothing similar stands in the edition before."),
    Reason.SAME_CODE_OTHER_WORDS: gettext_lazy("The code is known, but the words are others. Is it new, or reworded?"),
}


@dataclass(frozen=True)
class Plan:
    """What a file says; with problems it is nothing that could be written. ``same_as`` says it already."""

    text: EditionText | None
    problems: tuple[Problem, ...]
    before: StandardSetEdition | None
    same_as: StandardSetEdition | None
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Compared:
    """A suggestion with the two texts it is about, word by word."""

    suggestion: Suggestion
    after: StandardText | None
    before: tuple[StandardText, ...]
    ops: Sequence[Op]

    @property
    def reason(self) -> str:
        """Say in words why it is suggested."""
        return str(REASONS[self.suggestion.reason])

    @property
    def is_certain(self) -> bool:
        """Say whether nothing needs to be read: the same words at the same place."""
        return self.suggestion.kind == MappingKind.SAME and self.suggestion.before == (self.suggestion.after,)


def plan(standards: StandardSet, path: str, file_name: str) -> Plan:
    """Read and check a file for a set; everything wrong with it is in ``problems``."""
    expected = _expected(standards)
    try:
        said, problems = read(path, file_name)
    except FileRefused as refusal:
        return Plan(None, refusal.problems, None, None, ())
    checked = check(said, expected)
    text, found = checked.text, [*problems, *checked.problems]
    held = standards.editions.filter(number=text.number).first()
    before = before_number(standards, text.number)
    same = held if held is not None and not found and _says_the_same(held, text) else None
    if same is None and not found:
        found += _number_problems(standards, text, held)
    suggestions = tuple(suggest(lines_of(before), lines(text))) if not found and same is None else ()
    return Plan(text, tuple(found), before, same, suggestions)


def before_number(standards: StandardSet, number: int) -> StandardSetEdition | None:
    """Return the newest edition that was ever published before a number."""
    found = standards.editions.exclude(sha256="").filter(number__lt=number)
    return found.select_related("set").order_by("-number").first()


def lines(text: EditionText) -> list[Line]:
    """Return what lineage is compared by."""
    return [Line(one.code, one.lineage, one.text) for section in text.sections for one in section.standards]


def lines_of(edition: StandardSetEdition | None) -> list[Line]:
    """Return the same of an edition that is here; none when there is no edition."""
    if edition is None:
        return []
    return [Line(*row) for row in edition.standards.order_by("order").values_list("code", "lineage", "text")]


def compared(text: EditionText, before: StandardSetEdition | None, found: Sequence[Suggestion]) -> list[Compared]:
    """Return the suggestions beside the texts they are about."""
    new = _by_code(text)
    old = _by_code(edition_text(before)) if before else {}
    rows = []
    for one in found:
        after, olds = new.get(one.after), tuple(old[code] for code in one.before)
        was = "\n".join(each.text for each in olds)
        rows.append(Compared(one, after, olds, word_diff(was, after.text if after else "")))
    return rows


def with_lineage(text: EditionText, before: StandardSetEdition | None, answers: Sequence[Answer]) -> EditionText:
    """Return the text with the lineage that the answers give each standard."""
    news = lines(text)
    fresh = {line.code: f"{text.set_code}-{text.number}-{line.code.replace('.', '-')}".lower()[:80] for line in news}
    given = lineages(lines_of(before), news, answers, fresh=fresh)
    sections = tuple(
        replace(section, standards=tuple(replace(one, lineage=given[one.code]) for one in section.standards))
        for section in text.sections
    )
    return replace(text, sections=sections)


def text_of(row: StandardsImport) -> EditionText:
    """Return the text a checked file brought; its lineage may still be open."""
    data: dict[str, Any] = row.content
    about = {"code": row.set.code, "title": row.set.title, "kind": row.set.kind, "summary": row.set.summary}
    # ``parse`` wants a lineage for each standard; one that is open is taken out again.
    said = [one["lineage"] for section in data["sections"] for one in section["standards"]]
    filled = {
        **data,
        "set": about,
        "sections": [
            {
                **section,
                "standards": [
                    {**one, "lineage": one["lineage"] or f"open {one['code']}"} for one in section["standards"]
                ],
            }
            for section in data["sections"]
        ],
    }
    text = parse(filled, values=CoreValue.objects.values_list("code", flat=True))
    left = iter(said)
    sections = tuple(
        replace(section, standards=tuple(replace(one, lineage=next(left)) for one in section.standards))
        for section in text.sections
    )
    return replace(text, sections=sections)


def imports(person: "User | AnonymousUser", at: datetime) -> "QuerySet[StandardsImport]":
    """Return the files this person may know of, the newest first."""
    return StandardsImport.objects.visible_to(person, at).select_related("set", "before__set", "edition__set", "by")


def drafts(person: "User | AnonymousUser", at: datetime) -> "QuerySet[StandardSetEdition]":
    """Return the editions that are not published yet, for who works on them."""
    found = StandardSetEdition.objects.visible_to(person, at).filter(sha256="").exclude(state="withdrawn")
    return found.select_related("set").order_by("set__order", "-number")


def sets_without_edition() -> "QuerySet[StandardSet]":
    """Return the sets that were begun and wait for their first file."""
    return StandardSet.objects.filter(editions__isnull=True)


def value_codes() -> list[str]:
    """Return the short names of the core values."""
    return list(CoreValue.objects.values_list("code", flat=True))


def next_number(standards: StandardSet) -> int:
    """Return the number the next edition would get."""
    last = standards.editions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _expected(standards: StandardSet) -> Expected:
    return Expected(
        set_code=standards.code,
        set_title=standards.title,
        set_kind=standards.kind,
        set_summary=standards.summary,
        next_number=next_number(standards),
        values=value_codes(),
    )


def _number_problems(standards: StandardSet, text: EditionText, held: StandardSetEdition | None) -> list[Problem]:
    newest = standards.editions.exclude(sha256="").order_by("-number").first()
    if held is not None and held.state != "draft":
        message = _("is here already with other words, and it is not a draft.")
    elif newest is not None and newest.number > text.number:
        message = _("is lower than that of an edition that was published.")
    else:
        return []
    remedy = _("Give the new text the number %(number)d.") % {"number": next_number(standards)}
    return [Problem(message, remedy, None, "edition", str(text.number))]


def _says_the_same(edition: StandardSetEdition, text: EditionText) -> bool:
    return digest(edition_text(edition).as_content()) == digest(text.as_content())


def _by_code(text: EditionText) -> Mapping[str, StandardText]:
    return {one.code: one for section in text.sections for one in section.standards}
