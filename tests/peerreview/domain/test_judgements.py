"""When a judgement is begun, when it is whole beside the service's own score, and how many are half done."""

import pytest

from peerreview.domain.judgements import Judgement, half_done

NOTHING = Judgement()
SAID = Judgement("met", "We saw it.")
EXPLAINED = Judgement("met", "We saw it.", difference="On the day it was so.")
WHY_ONLY = Judgement(difference="On the day it was so.")
NOT_HERE = Judgement("not_applicable")


@pytest.mark.parametrize(
    ("judgement", "own", "begun", "whole", "differs"),
    [
        (NOTHING, "met", False, False, False),
        (SAID, "met", True, True, False),
        (SAID, "", True, True, False),
        (SAID, "not_met", True, False, True),
        (EXPLAINED, "not_met", True, True, True),
        (WHY_ONLY, "not_met", True, False, False),
        (Judgement("met", difference="  "), "not_met", True, False, True),
        (NOT_HERE, "not_applicable", True, False, False),
    ],
)
def test_a_judgement_is_whole_with_a_score_and_the_reasons_it_asks_for(
    judgement: Judgement, own: str, begun: bool, whole: bool, differs: bool
) -> None:
    assert (judgement.is_begun, judgement.is_whole(own), judgement.differs(own)) == (begun, whole, differs)


def test_only_what_is_begun_and_not_whole_is_half_done() -> None:
    assert half_done([]) == 0
    assert half_done([(NOTHING, "met"), (SAID, "met"), (SAID, "not_met"), (EXPLAINED, "not_met"), (WHY_ONLY, "")]) == 2
