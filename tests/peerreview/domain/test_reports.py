"""The one report model: stored and read it is the same, its hash forgets no word, its paragraphs keep their numbers."""

from dataclasses import replace

import pytest
from hypothesis import given

from peerreview.domain.reports import (
    Dissent,
    JudgedSection,
    JudgedStandard,
    Report,
    SmartRecommendation,
    content_hash,
    draft_hash,
    paragraphs,
    read_report,
    split,
    with_gap,
)
from peerreview.domain.selfassessments import Count
from tests.peerreview.queries.test_reportfiles import REPORTS

SMALL = Report(
    service="Rowan House",
    cycle="2026–27",
    kind="Full",
    edition="Small Standards 1",
    visited_on="2 February 2027",
    team=("Lead",),
    summary="A warm house.\n\nIt writes too little down.",
    plain_summary="A good house.",
    sections=(
        JudgedSection(
            "1",
            "Promises",
            (
                JudgedStandard("1.1", "Kept.", "met", "met", commentary="Seen."),
                JudgedStandard("1.2", "Told.", "not_met", "met", "Not seen.", difference="It was Sunday."),
                JudgedStandard("1.3", "Asked.", "", "partly_met"),
                JudgedStandard("1.4", "At school.", "not_applicable", "", reason="They are no school."),
            ),
        ),
    ),
    achievements=("Nobody eats alone.",),
    recommendations=(SmartRecommendation(1, "must", "S", "M", "A", "R", "T", ("1.2",)),),
    dissents=(Dissent("Peer", "I saw it."),),
)


@given(REPORTS)
def test_what_is_stored_reads_as_what_was_written(report: Report) -> None:
    again = read_report(report.as_content())
    assert again == report
    assert content_hash(again.as_content()) == content_hash(report.as_content())
    assert [one.n for one in paragraphs(report)] == list(range(1, len(paragraphs(report)) + 1))


@pytest.mark.parametrize(
    ("standard", "differs"),
    [
        (JudgedStandard("1.1", "", "met", "met"), False),
        (JudgedStandard("1.1", "", "met", "not_met"), True),
        (JudgedStandard("1.1", "", "", "not_met"), False),
        (JudgedStandard("1.1", "", "met", ""), False),
    ],
)
def test_only_two_scores_can_differ(standard: JudgedStandard, differs: bool) -> None:
    assert standard.differs is differs


def test_levels_are_counted_for_the_team_and_for_the_service() -> None:
    (section,) = SMALL.sections
    assert section.peers == SMALL.peers == Count(met=1, not_met=1, not_applicable=1, unanswered=1)
    assert section.own == SMALL.own == Count(met=2, partly_met=1, unanswered=1)
    assert replace(SMALL, sections=()).peers == Count()


def test_paragraphs_say_where_they_stand_in_the_order_of_the_report() -> None:
    assert [(one.n, one.place, one.text) for one in paragraphs(SMALL)] == [
        (1, "summary", "A warm house."),
        (2, "summary", "It writes too little down."),
        (3, "plain_summary", "A good house."),
        (4, "achievement", "Nobody eats alone."),
        (5, "1.1", "Seen."),
        (6, "1.2", "Not seen."),
        (7, "1.2", "It was Sunday."),
        (8, "1.4", "They are no school."),
        *((9 + n, "recommendation 1", text) for n, text in enumerate("SMART")),
        (14, "dissent", "I saw it."),
    ]


def test_a_dissent_changes_the_version_and_not_the_draft_the_team_was_asked_about() -> None:
    silent = replace(SMALL, dissents=())
    assert draft_hash(silent) == draft_hash(SMALL)
    assert content_hash(silent.as_content()) != content_hash(SMALL.as_content())
    assert draft_hash(replace(SMALL, summary="A cold house.")) != draft_hash(SMALL)


def test_the_order_of_keys_is_no_difference() -> None:
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})


def test_a_gap_leaves_nothing_but_what_it_was_a_report_of() -> None:
    gap = with_gap(SMALL, "Taken back.")
    assert (gap.cycle, gap.kind, gap.edition, gap.gap) == (SMALL.cycle, SMALL.kind, SMALL.edition, "Taken back.")
    assert paragraphs(gap) == ()
    assert (gap.service, gap.visited_on, gap.team, gap.recommendations) == ("", "", (), ())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (" \n\n ", []),
        ("One.", ["One."]),
        ("One.\nStill one.", ["One.\nStill one."]),
        ("One.\r\n\r\nTwo.\n\n\n\n Three. ", ["One.", "Two.", "Three."]),
    ],
)
def test_blank_lines_stand_between_paragraphs(text: str, parts: list[str]) -> None:
    assert split(text) == parts
