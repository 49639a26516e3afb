"""What is flagged in a report for everybody, seen in its place, and left out of it; and the states of publication."""

from dataclasses import replace
from itertools import product

import pytest

from peerreview.domain.publications import ALLOWED, LEFT_OUT, flagged, free_texts, in_context, parts_of, without
from peerreview.domain.reports import Report
from peerreview.enums.reports import Publication
from tests.peerreview.domain.test_reports import SMALL

SAID = replace(
    SMALL,
    summary="At breakfast they told Kayleigh that it is late.",
    achievements=("We met Kayleigh and Brandon.",),
    plain_summary="",
)


def test_each_flagged_word_stands_once_in_the_order_of_the_report() -> None:
    assert flagged(SAID)[:2] == ("Kayleigh", "Brandon")
    assert flagged(without(SAID, ["Kayleigh", "Brandon"])) == tuple(
        word for word in flagged(SAID) if word not in ("Kayleigh", "Brandon")
    )
    assert all(text.strip() for text in free_texts(SAID))


@pytest.mark.parametrize(
    ("summary", "around"),
    [
        ("We met Robin.", "We met Robin."),
        (f"{'a ' * 40}Robin{' b' * 40}", f"… {'a ' * 30}Robin{' b' * 30} …"),
        ("Nobody is named.", ""),
    ],
)
def test_a_word_is_judged_by_the_words_around_it(summary: str, around: str) -> None:
    assert in_context(replace(SMALL, summary=summary), "Robin") == around


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (["Rowan House"], {"Rowan House", "Rowan"}),
        (["The Children's Home Ltd", " "], {"The Children's Home Ltd", "Children's"}),
        (["Oak, Elm"], {"Oak, Elm", "Oak", "Elm"}),
        ([], set()),
    ],
)
def test_of_a_name_the_parts_that_identify_count(names: list[str], parts: set[str]) -> None:
    assert parts_of(names) == parts


@pytest.mark.parametrize(
    ("summary", "words", "left"),
    [
        ("rowan and Rowan.", ["Rowan"], f"{LEFT_OUT} and {LEFT_OUT}."),
        ("Rowan House", ["Rowan", "Rowan House"], LEFT_OUT),
        ("Rowanberry", ["Rowan"], "Rowanberry"),
        ("Rowan.", [" ", ""], "Rowan."),
    ],
)
def test_words_are_left_out_whole_and_the_longest_first(summary: str, words: list[str], left: str) -> None:
    report: Report = without(replace(SMALL, summary=summary), words)
    assert report.summary == left


@pytest.mark.parametrize(("now", "then"), list(product(Publication, Publication)))
def test_everybody_reads_only_what_was_offered_and_agreed_to(now: Publication, then: Publication) -> None:
    if then in ALLOWED[now] and then is Publication.PUBLISHED:
        assert now is Publication.OFFERED
    if then in ALLOWED[now] and then is Publication.WITHDRAWN:
        assert now is Publication.PUBLISHED
