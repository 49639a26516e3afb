"""From what a file says to the text of an edition: everything that is wrong, each with its place and what to do."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from peerreview.domain.standards_layout import Place, Said, SaidEdition
from peerreview.domain.standards_text import NATIONS, EditionText, SectionText, StandardText
from peerreview.enums.standards import AppliesTo, CompetencyLevel, StandardType, ValueStrength
from portal.imports.domain.problems import Problem

CODE = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.\-]*[0-9A-Za-z])?")
SLUG = re.compile(r"[0-9A-Za-z_\-]+")
LONGEST = {"code": 12, "section": 12, "section_title": 200, "lineage": 80, "edition_name": 80}
MOST_LETTERS = 20_000
MOST_NUMBER = 999
# Pages of an edition stand beside its standards.
RESERVED = {"changes", "plain"}
YES, NO = {"yes", "y", "true", "core"}, {"no", "n", "false"}


@dataclass(frozen=True)
class Expected:
    """What the portal knows: the set the file is for, the number an edition gets, the values there are."""

    set_code: str
    set_title: str
    set_kind: str
    set_summary: str
    next_number: int
    values: Collection[str]


@dataclass(frozen=True)
class Checked:
    """The text a file holds, complete only when nothing is wrong."""

    text: EditionText
    problems: tuple[Problem, ...]


def check(said: SaidEdition, expected: Expected) -> Checked:
    """Read what a file says; a text with problems is not to be written."""
    checker = _Checker(expected)
    text = checker.edition(said)
    return Checked(text, tuple(checker.problems))


class _Checker:
    """Reads every field and gathers what is wrong on the way."""

    def __init__(self, expected: Expected) -> None:
        self.expected = expected
        self.problems: list[Problem] = []
        self.lineage_seen: dict[str, Place] = {}
        self.code_seen: dict[str, Place] = {}
        self.section_seen: dict[str, Place] = {}

    def wrong(self, place: Place, column: str, message: str, remedy: str, value: str = "") -> None:
        self.problems.append(Problem(message, remedy, place.row, column, value, place.sheet))

    def words(self, said: Said, name: str, *, needed: bool = False) -> str:
        """Return a text without the blanks around it, in Unicode's composed form."""
        value = unicodedata.normalize("NFC", said.fields.get(name, "")).replace("\r\n", "\n").replace("\r", "\n")
        value = value.strip()
        if needed and not value:
            self.wrong(said.at(name), name, _("is empty."), _("Fill it in."))
        limit = LONGEST.get(name, MOST_LETTERS)
        if len(value) > limit:
            self.wrong(
                said.at(name),
                name,
                _("is longer than %(limit)d letters.") % {"limit": limit},
                _("Shorten it."),
                value,
            )
        if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t" for letter in value):
            self.wrong(said.at(name), name, _("holds a character that cannot be printed."), _("Type it again."), value)
        return value

    def code(self, said: Said, name: str, seen: dict[str, Place]) -> str:
        value = self.words(said, name, needed=True)
        if value and not CODE.fullmatch(value):
            self.wrong(
                said.at(name),
                name,
                _("may hold only letters, digits, full stops and hyphens, and ends with a letter or digit."),
                _("Write it like 3.2 or A-4: it becomes part of an address."),
                value,
            )
        if value.casefold() in RESERVED:
            self.wrong(said.at(name), name, _("is the address of another page."), _("Choose another code."), value)
        if value:
            self._once(said.at(name), name, value, seen)
        return value

    def _once(self, place: Place, name: str, value: str, seen: dict[str, Place]) -> None:
        if value in seen:
            first = seen[value]
            where = Problem("", row=first.row, sheet=first.sheet).place
            self.wrong(
                place, name, _("stands already in: %(where)s.") % {"where": where}, _("Give each its own."), value
            )
        seen.setdefault(value, place)

    def among(self, said: Said, name: str, allowed: Sequence[str], *, default: Sequence[str] = ()) -> tuple[str, ...]:
        """Read a closed list; a word that is not in it is named, also when several are wrong."""
        found = _items(self.words(said, name))
        for word in found:
            if word.casefold() not in allowed:
                self.wrong(
                    said.at(name),
                    name,
                    _("is not one of: %(allowed)s.") % {"allowed": ", ".join(allowed)},
                    _("Use these words, with a semicolon between them."),
                    word,
                )
        if len({word.casefold() for word in found}) < len(found):
            self.wrong(said.at(name), name, _("names something twice."), _("Leave one."), "; ".join(found))
        if not found and not default:
            self.wrong(
                said.at(name), name, _("is empty."), _("Name one of: %(allowed)s.") % {"allowed": ", ".join(allowed)}
            )
        return tuple(word.casefold() for word in found) or tuple(default)

    def links(self, said: Said) -> tuple[tuple[str, str], ...]:
        values = sorted(self.expected.values)
        first = self.among(said, "rests_on", values)
        also = self.among(said, "also_speaks_to", values, default=("",))
        if len(first) > 1:
            self.wrong(
                said.at("rests_on"),
                "rests_on",
                _("names more than one value."),
                _("Keep one; the others belong under also_speaks_to."),
                "; ".join(first),
            )
        for value in set(first) & set(also):
            self.wrong(
                said.at("also_speaks_to"),
                "also_speaks_to",
                _("names the value it rests on again."),
                _("Take it out."),
                value,
            )
        links = [(value, ValueStrength.PRIMARY.value) for value in first[:1]]
        return (*links, *((value, ValueStrength.SECONDARY.value) for value in also if value))

    def number(self, said: Said, name: str, allowed: range, remedy: str) -> int:
        value = self.words(said, name, needed=True)
        if value and not (re.fullmatch(r"[0-9]{1,4}", value) and int(value) in allowed):
            self.wrong(said.at(name), name, _("is not a number that fits."), remedy, value)
            value = ""
        return int(value) if value else allowed[0]

    def yes(self, said: Said, name: str) -> bool:
        value = self.words(said, name).casefold()
        if value and value not in YES | NO:
            self.wrong(said.at(name), name, _("is neither yes nor no."), _("Write yes or no."), value)
        return value in YES

    def standard(self, said: Said) -> StandardText:
        level = self.among(said, "level", CompetencyLevel.values, default=("",))
        if len(level) > 1:
            self.wrong(said.at("level"), "level", _("names more than one level."), _("Keep one."), "; ".join(level))
        lineage = self.words(said, "lineage")
        if lineage:
            self._once(said.at("lineage"), "lineage", lineage, self.lineage_seen)
            if not SLUG.fullmatch(lineage):
                self.wrong(
                    said.at("lineage"),
                    "lineage",
                    _("may hold only letters, digits, hyphens and underscores."),
                    _("Leave it empty, and it is given when lineage is confirmed."),
                    lineage,
                )
        unknown = sorted(set(said.fields) - KNOWN)
        for name in unknown:
            self.wrong(said.at(name), name, _("is not known."), _("Correct the name, or take it out."))
        return StandardText(
            code=self.code(said, "code", self.code_seen),
            lineage=lineage,
            text=self.words(said, "text", needed=True),
            plain_text=self.words(said, "plain_text"),
            type=self.number(said, "type", range(1, len(StandardType.values) + 1), _("Write 1, 2 or 3.")),
            core=self.yes(said, "core"),
            guidance=self.words(said, "guidance"),
            evidence_hint=self.words(said, "evidence_hint"),
            applies_to=self.among(said, "applies_to", AppliesTo.values),
            nations=self.among(said, "nations", NATIONS, default=NATIONS),
            values=self.links(said),
            sources=tuple(line.strip() for line in self.words(said, "sources").split("\n") if line.strip()),
            level=level[0],
        )

    def edition(self, said: SaidEdition) -> EditionText:
        sections = []
        for part in said.sections:
            code = self.code(part.about, "section", self.section_seen)
            title = self.words(part.about, "section_title", needed=True)
            summary = self.words(part.about, "section_summary")
            sections.append(SectionText(code, title, summary, tuple(self.standard(one) for one in part.standards)))
        if not any(section.standards for section in sections):
            self.wrong(Place(), "", _("There is no standard in it."), _("Compare it with the template."))
        about, expected = said.about, self.expected
        code = self.words(about, "set")
        if code and code != expected.set_code:
            self.wrong(
                about.at("set"),
                "set",
                _("is not the set this file is imported into (%(set)s).") % {"set": expected.set_code},
                _("Choose the other set, or correct the file."),
                code,
            )
        return EditionText(
            set_code=expected.set_code,
            set_title=expected.set_title,
            set_kind=expected.set_kind,
            set_summary=expected.set_summary,
            number=self.number(about, "edition", range(1, MOST_NUMBER + 1), _("Write 1, 2, 3 and so on."))
            if "edition" in about.fields
            else expected.next_number,
            label=self.words(about, "edition_name"),
            introduction=self.words(about, "introduction"),
            change_note=self.words(about, "change_note"),
            effective_from=self.day(about, "in_force_from"),
            sections=tuple(sections),
        )

    def day(self, said: Said, name: str) -> date | None:
        value = self.words(said, name)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.wrong(said.at(name), name, _("is not a day."), _("Write it like 2027-09-01."), value)
            return None


KNOWN = {
    *("code", "lineage", "text", "plain_text", "type", "core", "guidance", "evidence_hint", "applies_to", "nations"),
    *("rests_on", "also_speaks_to", "sources", "level"),
}


def _items(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[;\n]", text) if word.strip()]
