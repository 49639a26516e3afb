"""The solver's process from the inside: it reads a problem, writes a proposal, and ends when nobody waits any more."""

import io
import runpy
import sys
import threading
from datetime import date

import pytest

from peerreview.domain.matching import child
from peerreview.domain.matching.progress import ANSWER
from peerreview.domain.matching.rules import breaches
from peerreview.domain.matching.solving import solve
from peerreview.domain.matching.wire import problem_as_text, proposal_from_text
from tests.factories.matching import draw_problem


class Waiting(io.StringIO):
    """A line in whose other end stays open until somebody lets go of it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.let_go = threading.Event()

    def read(self, size: int | None = -1, /) -> str:
        self.let_go.wait(30)
        return ""


def test_it_answers_with_what_the_solver_proposes_and_ends_with_the_asker(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = draw_problem(3, 1)
    ended, codes = threading.Event(), []

    def end(code: int) -> None:
        codes.append(code)
        ended.set()

    line = Waiting(problem_as_text(problem) + "\n")
    monkeypatch.setattr(sys, "stdin", line)
    monkeypatch.setattr(sys, "argv", ["child", "20"])
    monkeypatch.setattr(child.os, "_exit", end)
    assert child.main() == 0
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith(ANSWER)
    answer = proposal_from_text(last.removeprefix(ANSWER))
    assert answer == solve(problem, seconds=20)
    assert breaches(problem, answer) == []
    assert not ended.is_set()
    line.let_go.set()
    assert ended.wait(30)
    assert codes == [1]


def test_started_by_its_name_it_ends_with_what_became_of_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As ``python -m`` starts it: the module is run anew and its answer is the exit status."""
    line = Waiting(problem_as_text(draw_problem(1, 1)) + "\n")
    monkeypatch.setattr(sys, "stdin", line)
    monkeypatch.setattr(sys, "argv", ["child", "20"])
    ended = threading.Event()
    monkeypatch.setattr(child.os, "_exit", lambda _code: ended.set())
    monkeypatch.delitem(sys.modules, child.__name__)
    with pytest.raises(SystemExit) as how:
        runpy.run_module(child.__name__, run_name="__main__")
    assert how.value.code == 0
    assert ANSWER in capsys.readouterr().out
    line.let_go.set()
    assert ended.wait(30)


def test_a_solver_without_time_proposes_what_can_be_had_at_once() -> None:
    problem = draw_problem(3, 1)
    answer = solve(problem, seconds=0.0)
    assert not answer.finished
    assert breaches(problem, answer) == []
    assert all(isinstance(day, date) for day in answer.days.values())
