"""Counting, and that any interleaving of savers loses no text."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from peerreview.domain.selfassessments import Answer, Count, Save, Stored, applies, count, count_by_section, merge
from peerreview.enums.selfassessments import Score
from tests.thorough import examples

answers = st.none() | st.builds(
    Answer,
    score=st.sampled_from(["", *Score.values]),
    commentary=st.just(""),
    reason=st.sampled_from(["", " ", "Why."]),
)


@given(st.dictionaries(st.text(max_size=3), st.lists(answers, max_size=20), max_size=6))
def test_parts_add_up_to_what_applies_in_every_section_and_in_total(sections: dict[str, list[Answer | None]]) -> None:
    counted, total = count_by_section(sections)
    for name, rows in sections.items():
        assert counted[name].applicable == len(rows)
        assert counted[name].denominator == counted[name].met + counted[name].partly_met + counted[name].not_met
        assert counted[name].answered + counted[name].unanswered == len(rows)
    assert total == sum(counted.values(), Count())
    assert total.applicable == sum(len(rows) for rows in sections.values())


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (None, "unanswered"),
        (Answer(commentary="Words alone are no assessment."), "unanswered"),
        (Answer(score="met"), "met"),
        (Answer(score="partly_met"), "partly_met"),
        (Answer(score="not_met"), "not_met"),
        (Answer(score="not_applicable"), "unanswered"),
        (Answer(score="not_applicable", reason="  "), "unanswered"),
        (Answer(score="not_applicable", reason="No school here."), "not_applicable"),
    ],
)
def test_an_answer_is_counted_once_and_not_applicable_only_with_its_reason(answer: Answer | None, part: str) -> None:
    assert count([answer]) == Count(**{part: 1})


@pytest.mark.parametrize(
    ("kinds", "nations", "expected"),
    [((), (), True), (("home",), ("wales",), True), (("school",), (), False), ((), ("england",), False)],
)
def test_a_standard_applies_by_kind_and_nation(
    kinds: tuple[str, ...], nations: tuple[str, ...], expected: bool
) -> None:
    assert applies(kinds, nations, "home", "wales") is expected


A, B = "a" * 16, "b" * 16


@pytest.mark.parametrize(
    ("stored", "base", "save", "text", "kept"),
    [
        # Nobody came between.
        (Stored(), Answer(), Save(Answer(commentary="x"), 0, A, 1), "x", None),
        # The same page goes on, though it never read the answer to its first save.
        (Stored(Answer(commentary="x"), 1, A, 0, 1), Answer(), Save(Answer(commentary="xy"), 0, A, 2), "xy", None),
        # An earlier save of the same page arrives after a later.
        (Stored(Answer(commentary="xyz"), 2, A, 0, 3), Answer(), Save(Answer(commentary="xy"), 0, A, 2), "xyz", None),
        # Somebody else wrote the same.
        (Stored(Answer(commentary="x"), 1, A, 0, 1), Answer(), Save(Answer(commentary="x"), 0, B, 1), "x", None),
        # Somebody else wrote in the same field: both stay.
        (Stored(Answer(commentary="x"), 1, A, 0, 1), Answer(), Save(Answer(commentary="y"), 0, B, 1), "x", "y"),
        # Somebody else only chose a score: both are taken in.
        (Stored(Answer("met"), 1, A, 0, 1), Answer(), Save(Answer(commentary="y"), 0, B, 1), "y", None),
    ],
)
def test_a_save_is_merged_without_loss(stored: Stored, base: Answer, save: Save, text: str, kept: str | None) -> None:
    result = merge(stored, base, save)
    assert result.stored.answer.commentary == text
    assert (result.kept.commentary if result.kept else None) == kept


def test_a_score_of_another_stays_when_words_are_merged() -> None:
    result = merge(Stored(Answer("met"), 1, A, 0, 1), Answer(), Save(Answer(commentary="y"), 0, B, 1))
    assert result.stored.answer == Answer("met", "y")


@dataclass
class Page:
    """An open page: what it had read, what stands in it, how often it saved."""

    writer: str
    base: int
    answer: Answer
    seq: int = 0
    last: Answer = field(default_factory=Answer)


class TwoSavers(RuleBasedStateMachine):
    """Pages open, type, save in any order; answers get lost on the way back, saves are sent twice or late."""

    def __init__(self) -> None:
        super().__init__()
        self.stored = Stored()
        self.history: dict[int, Answer] = {0: Answer()}
        self.kept: dict[str, list[Answer]] = {}
        self.pages: list[Page] = [Page("w0", 0, Answer()), Page("w1", 0, Answer())]
        self.sent: list[Save] = []
        self.typed: list[tuple[str, str, int, str]] = []

    @rule()
    def open_page(self) -> None:
        self.pages.append(Page(f"w{len(self.pages)}", self.stored.version, self.stored.answer))

    @rule(
        which=st.integers(0, 5),
        name=st.sampled_from(["score", "commentary", "reason"]),
        text=st.sampled_from(["met", "not_met", "partly_met"]) | st.text("xyz", min_size=1, max_size=4),
        hears=st.booleans(),
    )
    def type_and_save(self, which: int, name: str, text: str, hears: bool) -> None:
        page = self.pages[which % len(self.pages)]
        page.answer = Answer(**{**vars(page.answer), name: text})
        page.seq += 1
        save = Save(page.answer, page.base, page.writer, page.seq)
        self.sent.append(save)
        self.typed.append((page.writer, name, page.seq, text))
        result = self.take(save)
        if hears and result.kept is None:
            page.base, page.answer = result.stored.version, result.stored.answer

    @rule(which=st.integers(0, 30))
    def arrive_again(self, which: int) -> None:
        if self.sent:
            self.take(self.sent[which % len(self.sent)])

    def take(self, save: Save):  # type: ignore[no-untyped-def]
        result = merge(self.stored, self.history[save.base], save)
        if result.changed:
            assert result.stored.version == self.stored.version + 1
            self.history[result.stored.version] = result.stored.answer
        else:
            assert result.stored.answer == self.stored.answer
        if result.kept is not None:
            self.kept.setdefault(save.writer, []).append(result.kept)
        self.stored = result.stored
        return result

    @invariant()
    def every_text_can_be_read(self) -> None:
        everything = [*self.history.values(), *(one for many in self.kept.values() for one in many)]
        for writer, name, seq, text in self.typed:
            assert any(getattr(one, name) == text for one in everything), (writer, name, seq, text)

    @invariant()
    def what_stands_is_the_last_version(self) -> None:
        assert self.history[self.stored.version] == self.stored.answer
        assert self.stored.since < max(1, self.stored.version)


TestTwoSavers = TwoSavers.TestCase
TestTwoSavers.settings = hypothesis_settings(max_examples=examples(150), stateful_step_count=25, deadline=None)


@pytest.mark.parametrize(
    ("answer", "begun"),
    [
        (Answer(), False),
        (Answer(commentary=" ", reason="\n"), False),
        (Answer(score="met"), True),
        (Answer(commentary="Words."), True),
        (Answer(reason="Why."), True),
    ],
)
def test_an_answer_is_begun_with_its_first_word(answer: Answer, begun: bool) -> None:
    assert answer.is_begun is begun


def test_nothing_is_complete_while_something_is_unanswered() -> None:
    assert Count(met=2, not_applicable=1).is_complete
    assert not Count(met=2, unanswered=1).is_complete
