"""Reading an edition from JSON: the shape is checked first, then the same rules as for every other file."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from peerreview.domain.standards_layout import Place, Said, SaidEdition, SaidSection
from peerreview.enums.standards import ValueStrength
from portal.imports.domain.problems import Problem, refuse

EDITION = {
    "number": "edition",
    "label": "edition_name",
    "introduction": "introduction",
    "change_note": "change_note",
    "effective_from": "in_force_from",
}
SECTION = {"code": "section", "title": "section_title", "summary": "section_summary"}
WORDS = ("code", "lineage", "type", "level", "text", "plain_text", "guidance", "evidence_hint")
LISTS = ("applies_to", "nations", "sources")
KNOWN_STANDARD = {*WORDS, *LISTS, "core", "values"}


def read_json(content: bytes) -> tuple[SaidEdition, list[Problem]]:
    """Return what a JSON file says; FileRefused when it is not JSON, or not an edition."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise refuse(_("is not UTF-8 text."), _("Save it as UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise refuse(
            _("is not JSON: %(error)s.") % {"error": error.msg}, _("Look at this place."), row=error.lineno
        ) from None
    except (ValueError, RecursionError):
        raise refuse(_("is not JSON that an edition could be."), _("Start from an export.")) from None
    if not isinstance(data, dict) or not isinstance(data.get("sections"), list):
        raise refuse(_("has no list of sections."), _("Start from an export of an edition."))
    return _Json().read(data)


class _Json:
    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, sheet: str, column: str, message: str, remedy: str, value: object = "") -> None:
        self.problems.append(Problem(message, remedy, None, column, str(value), sheet))

    def read(self, data: Mapping[str, Any]) -> tuple[SaidEdition, list[Problem]]:
        about = Said(Place(_("The edition")))
        for key in sorted(set(data) - {"set", "edition", "sections", "published"}):
            self.wrong(_("The file"), key, _("is not known."), _("Take it out."))
        head = self.mapping(data.get("set", {}), _("The set"))
        self.words(about, "set", head.get("code"), "code")
        edition = self.mapping(data.get("edition", {}), _("The edition"))
        for key in sorted(set(edition) - set(EDITION)):
            self.wrong(_("The edition"), key, _("is not known."), _("Take it out."))
        for key, name in EDITION.items():
            self.words(about, name, edition.get(key), key)
        sections = [self.section(row, number) for number, row in enumerate(data["sections"], start=1)]
        return SaidEdition(about, sections), self.problems

    def section(self, row: Any, number: int) -> SaidSection:
        where = _("Section %(number)d") % {"number": number}
        section = self.mapping(row, where)
        said = Said(Place(where))
        for key in sorted(set(section) - {*SECTION, "standards"}):
            self.wrong(where, key, _("is not known."), _("Take it out."))
        for key, name in SECTION.items():
            self.words(said, name, section.get(key), key)
        standards = section.get("standards", [])
        if not isinstance(standards, list):
            self.wrong(where, "standards", _("is not a list."), _("Write it in square brackets."))
            standards = []
        return SaidSection(said, [self.standard(one, where, n) for n, one in enumerate(standards, start=1)])

    def standard(self, row: Any, section: str, number: int) -> Said:
        where = f"{section}, {_('standard %(number)d') % {'number': number}}"
        standard = self.mapping(row, where)
        said = Said(Place(where))
        for key in sorted(set(standard) - KNOWN_STANDARD):
            self.wrong(where, key, _("is not known."), _("Take it out."))
        for key in WORDS:
            self.words(said, key, standard.get(key), key)
        core = standard.get("core", False)
        if isinstance(core, bool):
            said.put("core", "yes" if core else "no")
        else:
            self.wrong(where, "core", _("is neither true nor false."), _("Write true or false."), core)
        for key in LISTS:
            self.items(said, key, standard.get(key, []))
        self.values(said, standard.get("values", []))
        return said

    def mapping(self, value: Any, where: str) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self.wrong(where, "", _("is not an object."), _("Write it in braces."), str(value)[:40])
        return {}

    def words(self, said: Said, name: str, value: Any, key: str) -> None:
        if value is None:
            return
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            said.put(name, str(value))
        else:
            self.wrong(said.place.sheet, key, _("is not text."), _("Write it in quotation marks."), str(value)[:40])

    def items(self, said: Said, name: str, value: Any) -> None:
        if not isinstance(value, list) or not all(isinstance(item, str) and "\n" not in item for item in value):
            self.wrong(said.place.sheet, name, _("is not a list of words in one line each."), _('Write ["…", "…"].'))
        else:
            said.put(name, "\n".join(value))

    def values(self, said: Said, links: Any) -> None:
        found: dict[str, list[str]] = {ValueStrength.PRIMARY: [], ValueStrength.SECONDARY: []}
        for link in links if isinstance(links, list) else [links]:
            if not isinstance(link, dict) or set(link) != {"value", "strength"} or link["strength"] not in found:
                self.wrong(
                    said.place.sheet,
                    "values",
                    _("a link has a value and a strength (primary or secondary), and nothing else: never a number."),
                    _("Correct the link."),
                    str(link)[:60],
                )
            else:
                found[link["strength"]].append(str(link["value"]))
        said.put("rests_on", "; ".join(found[ValueStrength.PRIMARY]))
        said.put("also_speaks_to", "; ".join(found[ValueStrength.SECONDARY]))
