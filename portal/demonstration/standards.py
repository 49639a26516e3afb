"""A second edition of one set, open for consultation: brought as a document, its lineage confirmed by hand."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from peerreview.actions.standards import open_consultation
from peerreview.actions.standards_import import check_standards_file, make_draft
from peerreview.domain.lineage import Answer, suggest
from peerreview.domain.standards_text import EditionText, SectionText, StandardText
from peerreview.enums.standards import MappingKind
from peerreview.models import StandardSetEdition
from peerreview.queries.standards import edition_text
from peerreview.queries.standards_files import FORMATS
from peerreview.queries.standards_import import lines, lines_of, text_of
from portal.demonstration.people import Cooperative

SET = "living-learning"
NOTE = (
    "Young members asked for shorter sentences about the meeting, and two services asked what “belonging” means for "
    "those who visit. One standard was two and is now two; two that said nearly the same are one."
)
REWORDED = {
    "2.1": (
        "Everyone who lives, learns or works in the community is expected at a regular whole-community meeting, which "
        "starts on time, in the same place, and is not cancelled because adults are busy."
    ),
    "2.4": (
        "The meeting hears from people who are quiet, new, young, absent or unpopular, in speech, in writing, in "
        "pictures, or through somebody they trust."
    ),
}
SPLIT = {
    "1.2": "Joining is a considered step in which the newcomer visits, meets the members and is told honestly what "
    "living here asks of people.",
    "1.11": "Existing members have a say in how the welcome is made, and in how visitors are received.",
}
MERGED = (
    "Any member may ask for a meeting when something serious has happened, and it is held within hours; events that "
    "affect the group are spoken of in words everybody can bear, before rumour does its work."
)
NEW = "Members who have left may come back to the meeting as guests, and their stories are kept."


def add_next_edition(cooperative: Cooperative) -> None:
    """Send the document, confirm what became of each standard, and ask everybody."""
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    first = StandardSetEdition.objects.select_related("set").get(set__code=SET, number=1)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "living-learning-second-edition.docx"
        path.write_bytes(FORMATS["docx"].write(_second(edition_text(first)), {}))
        row = check_standards_file(
            standards=first.set, path=str(path), file_name=path.name, by=manager, at=calendar.at(24)
        )
    said = {
        "1.2": Answer("1.2", ("1.2",), MappingKind.SPLIT),
        "1.11": Answer("1.11", ("1.2",), MappingKind.SPLIT),
        "2.6": Answer("2.6", ("2.2", "2.6"), MappingKind.MERGED),
        "2.2": Answer("2.2", (), MappingKind.NEW),
    }
    suggested = suggest(lines_of(first), lines(text_of(row)))
    answers = [said.get(one.after) or Answer(one.after, one.before, one.kind) for one in suggested if one.after]
    draft = make_draft(row=row, answers=answers, by=manager, at=calendar.at(22))
    open_consultation(edition=draft, by=manager, at=calendar.at(20))


def _second(text: EditionText) -> EditionText:
    sections = tuple(_section(section) for section in text.sections)
    return replace(text, number=2, label="Second edition", change_note=NOTE, effective_from=None, sections=sections)


def _section(section: SectionText) -> SectionText:
    standards: list[StandardText] = []
    for one in section.standards:
        if one.code == "1.6":
            # Retired: its thought stands in 1.4 as well.
            continue
        if one.code == "1.2":
            standards.append(replace(one, text=SPLIT["1.2"], lineage=""))
        elif one.code == "2.2":
            standards.append(replace(one, text=NEW, lineage="", plain_text="You can come back and visit the meeting."))
        elif one.code == "2.6":
            standards.append(replace(one, text=MERGED, lineage=""))
        else:
            standards.append(replace(one, text=REWORDED.get(one.code, one.text)))
    if section.code == "1":
        second = next(one for one in section.standards if one.code == "1.2")
        plain = "People who live here help to make you welcome."
        standards.append(replace(second, code="1.11", text=SPLIT["1.11"], plain_text=plain, lineage=""))
    return replace(section, standards=tuple(standards))
