"""The text of an edition as a file brings it: checked completely before a row is written."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peerreview.enums.standards import AppliesTo, CompetencyLevel, SetKind, StandardType, ValueStrength

NATIONS = ("england", "wales")


class TextRefused(Exception):
    """The file cannot be loaded; each line says where and why, in words for the person who wrote it."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = tuple(findings)


@dataclass(frozen=True)
class StandardText:
    """One standard."""

    code: str
    lineage: str
    text: str
    plain_text: str
    type: int
    core: bool
    guidance: str
    evidence_hint: str
    applies_to: tuple[str, ...]
    nations: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    level: str = ""

    def as_content(self) -> dict[str, Any]:
        """Return it as it is exported and hashed."""
        content = {
            "code": self.code,
            "lineage": self.lineage,
            "text": self.text,
            "plain_text": self.plain_text,
            "type": self.type,
            "core": self.core,
            "guidance": self.guidance,
            "evidence_hint": self.evidence_hint,
            "applies_to": list(self.applies_to),
            "nations": list(self.nations),
            "values": [{"value": value, "strength": strength} for value, strength in self.values],
            "sources": list(self.sources),
        }
        return {**content, "level": self.level} if self.level else content


@dataclass(frozen=True)
class SectionText:
    """One section with its standards."""

    code: str
    title: str
    summary: str
    standards: tuple[StandardText, ...]

    def as_content(self) -> dict[str, Any]:
        """Return it as it is exported and hashed."""
        return {
            "code": self.code,
            "title": self.title,
            "summary": self.summary,
            "standards": [standard.as_content() for standard in self.standards],
        }


@dataclass(frozen=True)
class EditionText:
    """A whole edition; ``set_title``, ``set_kind`` and ``set_summary`` belong to the set and are not hashed."""

    set_code: str
    number: int
    label: str
    introduction: str
    change_note: str
    effective_from: date | None
    sections: tuple[SectionText, ...]
    set_title: str = field(default="", compare=False)
    set_kind: str = field(default=SetKind.SERVICE.value, compare=False)
    set_summary: str = field(default="", compare=False)

    def as_content(self) -> dict[str, Any]:
        """Return what an export holds and the hash is computed over."""
        return {
            "set": {"code": self.set_code},
            "edition": {
                "number": self.number,
                "label": self.label,
                "introduction": self.introduction,
                "change_note": self.change_note,
                "effective_from": self.effective_from.isoformat() if self.effective_from else None,
            },
            "sections": [section.as_content() for section in self.sections],
        }


class _Reader:
    """Reads one file and gathers everything that is wrong with it."""

    def __init__(self, values: Collection[str]) -> None:
        self.values = frozenset(values)
        self.findings: list[str] = []

    def say(self, where: str, what: str) -> None:
        self.findings.append(f"{where}: {what}")

    def words(self, row: Mapping[str, Any], key: str, where: str, *, needed: bool = True) -> str:
        value = row.get(key, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self.say(where, f"“{key}” must be text{'' if value else ' and is missing'}")
            return ""
        return value.strip()

    def among(self, row: Mapping[str, Any], key: str, allowed: Collection[str], where: str) -> tuple[str, ...]:
        found = tuple(row.get(key) or ())
        if not found or not set(found) <= set(allowed):
            self.say(where, f"“{key}” must name at least one of {', '.join(allowed)}")
        return found

    def links(self, row: Mapping[str, Any], where: str) -> tuple[tuple[str, str], ...]:
        found: list[tuple[str, str]] = []
        for link in row.get("values") or ():
            if set(link) != {"value", "strength"} or link["strength"] not in ValueStrength.values:
                self.say(where, "a link to a value has a value and a strength (primary or secondary), and no number")
            elif link["value"] not in self.values:
                self.say(where, f"there is no core value “{link['value']}”")
            else:
                found.append((link["value"], link["strength"]))
        if [strength for _value, strength in found].count(ValueStrength.PRIMARY) != 1:
            self.say(where, "it must rest on exactly one value first")
        return tuple(found)

    def standard(self, row: Mapping[str, Any], where: str) -> StandardText:
        kind = row.get("type")
        if kind not in StandardType.values:
            self.say(where, "“type” must be 1, 2 or 3")
            kind = StandardType.EXPECTED.value
        level = row.get("level", "")
        if level and level not in CompetencyLevel.values:
            self.say(where, f"“level” must be one of {', '.join(CompetencyLevel.values)}")
        return StandardText(
            code=self.words(row, "code", where),
            lineage=self.words(row, "lineage", where),
            text=self.words(row, "text", where),
            plain_text=self.words(row, "plain_text", where, needed=False),
            type=int(kind),
            core=bool(row.get("core")),
            guidance=self.words(row, "guidance", where, needed=False),
            evidence_hint=self.words(row, "evidence_hint", where, needed=False),
            applies_to=self.among(row, "applies_to", AppliesTo.values, where),
            nations=self.among(row, "nations", NATIONS, where),
            values=self.links(row, where),
            sources=tuple(row.get("sources") or ()),
            level=str(level),
        )

    def section(self, row: Mapping[str, Any], where: str) -> SectionText:
        rows = row.get("standards") or ()
        return SectionText(
            code=self.words(row, "code", where),
            title=self.words(row, "title", where),
            summary=self.words(row, "summary", where, needed=False),
            standards=tuple(
                self.standard(item, f"standard {item.get('code', n)}") for n, item in enumerate(rows, start=1)
            ),
        )


def parse(data: Mapping[str, Any], *, values: Collection[str]) -> EditionText:
    """Read a file of the format in ``standards_text``; refuse it with everything that is wrong, not the first thing."""
    reader = _Reader(values)
    head, edition = data.get("set") or {}, data.get("edition") or {}
    number = edition.get("number")
    if not isinstance(number, int) or number < 1:
        reader.say("edition", "“number” must be 1 or more")
    text = EditionText(
        set_code=reader.words(head, "code", "set"),
        set_title=reader.words(head, "title", "set", needed=False),
        set_kind=str(head.get("kind") or SetKind.SERVICE.value),
        set_summary=reader.words(head, "summary", "set", needed=False),
        number=number if isinstance(number, int) else 0,
        label=reader.words(edition, "label", "edition", needed=False),
        introduction=reader.words(edition, "introduction", "edition", needed=False),
        change_note=reader.words(edition, "change_note", "edition", needed=False),
        effective_from=_day(edition.get("effective_from"), reader),
        sections=tuple(
            reader.section(row, f"section {row.get('code', n)}")
            for n, row in enumerate(data.get("sections") or (), start=1)
        ),
    )
    standards = [standard for section in text.sections for standard in section.standards]
    for name in ("code", "lineage"):
        for value, times in Counter(getattr(standard, name) for standard in standards).items():
            if times > 1:
                reader.say(f"standard {value}", f"“{name}” is used {times} times")
    if not standards:
        reader.say("edition", "there is no standard in it")
    if reader.findings:
        raise TextRefused(reader.findings)
    return text


def _day(value: Any, reader: _Reader) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        reader.say("edition", "“effective_from” must be a day such as 2026-09-01")
        return None
