"""Who may do what about a block, in the fallback steps and with a referral: one table to be read by people."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from governance.actions.blocks import add_block_step, find_on_block
from governance.enums.blocks import BlockStepKind
from governance.enums.fallbacks import FallbackKind
from governance.enums.rounds import Stance
from governance.models import Block, FallbackStep, Proposal
from governance.permissions import blocks, fallbacks, referrals
from governance.queries.proposals import find_proposal
from governance.queries.way import way_of
from governance.tasks import run_due
from portal.people.models import User
from tests.factories.blocks import CLOSED, blocked, fallback, fallen, fresh, objector, started, upheld
from tests.factories.governance import BoardRoleFactory, ConstituencyMembershipFactory, SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.proposals import next_version
from tests.factories.rounds import agreed, opened, published

pytestmark = pytest.mark.django_db
AT = CLOSED + timedelta(hours=2)

# verb: everybody who may, of the cast
TABLE: dict[str, str] = {
    "write down a step about an upheld block": "chair trustee proposer objector secretary",
    "write down a step about a block not tested": "",
    "restate a block that was not upheld": "objector",
    "restate an upheld block": "",
    "say that a new version resolves the block": "objector",
    "say that the same version resolves it": "",
    "go to the fallback steps": "chair",
    "go to them before a test": "",
    "begin a step": "chair",
    "begin a second step": "",
    "end a step": "chair",
    "publish the trial": "chair proposer secretary",
    "see names": "chair trustee proposer objector secretary",
    "refer to another board": "chair",
    "refer what is agreed": "",
}


@pytest.fixture
def board() -> SmallBoard:
    """Return a board of ten trustees of five constituencies."""
    return board_with_trustees()


def whole(proposal: Proposal) -> Proposal:
    """Return a proposal with its board as it stands."""
    return Proposal.objects.select_related("board").get(pk=proposal.pk)


def test_permissions_follow_the_table(board: SmallBoard) -> None:
    other = board_with_trustees("NE", seats=1)
    cast = {
        "chair": board.chair,
        "trustee": board.trustees["directors"][0],
        "proposer": board.trustees["providers"][0],
        "objector": objector(board),
        "secretary": board.secretary,
        "observer": BoardRoleFactory(board=board.board, role="observer").person,
        "member": ConstituencyMembershipFactory(board=board.board).person,
        "other_board": other.trustees["staff"][0],
        "stranger": UserFactory(),
    }
    running, untested, fell, amended = upheld(board), blocked(board), fallen(board), upheld(board)
    next_version(amended.position.entitlement.round.proposal, at=CLOSED)
    amended = fresh(amended)
    stuck = agreed(board, stances=dict.fromkeys(board.trustees["staff"], Stance.STAND_ASIDE)).proposal
    falling, step = fallback(board), started(board, FallbackKind.TRIAL)
    step = FallbackStep.objects.select_related("proposal__board").get(pk=step.pk)
    idle, done = published(board), agreed(board).proposal
    verbs: dict[str, Callable[[User], bool]] = {
        "write down a step about an upheld block": lambda one: blocks.can_add_block_step(one, running, AT),
        "write down a step about a block not tested": lambda one: blocks.can_add_block_step(one, untested, AT),
        "restate a block that was not upheld": lambda one: blocks.can_restate_block(one, fell, AT),
        "restate an upheld block": lambda one: blocks.can_restate_block(one, running, AT),
        "say that a new version resolves the block": lambda one: blocks.can_resolve_block(one, amended, AT),
        "say that the same version resolves it": lambda one: blocks.can_resolve_block(one, running, AT),
        "go to the fallback steps": lambda one: fallbacks.can_fall_back(one, whole(stuck), AT),
        "go to them before a test": lambda one: fallbacks.can_fall_back(one, idle, AT),
        "begin a step": lambda one: fallbacks.can_start_step(one, falling, AT),
        "begin a second step": lambda one: fallbacks.can_start_step(one, whole(step.proposal), AT),
        "end a step": lambda one: fallbacks.can_end_step(one, step, AT),
        "publish the trial": lambda one: fallbacks.can_put_trial(one, step, AT),
        "see names": lambda one: fallbacks.can_see_names(one, falling, AT),
        "refer to another board": lambda one: referrals.can_refer(one, idle, AT),
        "refer what is agreed": lambda one: referrals.can_refer(one, whole(done), AT),
    }
    assert verbs.keys() == TABLE.keys()
    for verb, may in TABLE.items():
        assert {name for name, one in cast.items() if verbs[verb](one)} == set(may.split()), verb
    for proposal in (idle, whole(stuck), falling, whole(step.proposal), whole(done)):
        for one in cast.values():
            shown = find_proposal(one, proposal.number, AT)
            if shown is None:
                continue
            way, here = way_of(one, shown, AT), whole(proposal)
            assert way.may_fall_back == fallbacks.can_fall_back(one, here, AT)
            assert way.may_refer == referrals.can_refer(one, here, AT)
            assert way.may_start == fallbacks.can_start_step(one, here, AT)
            under_way = (
                FallbackStep.objects.filter(proposal=here, state="open").select_related("proposal__board").first()
            )
            assert way.may_end == (under_way is not None and fallbacks.can_end_step(one, under_way, AT))
            assert way.may_put_trial == (under_way is not None and fallbacks.can_put_trial(one, under_way, AT))


def test_the_secretary_leads_while_the_chair_blocks(board: SmallBoard) -> None:
    agreed(board, stances={board.chair: Stance.BLOCK})
    block = find_on_block(block=Block.objects.get(), holds=True, reason="Yes", by=board.everyone[0], at=CLOSED)
    add_block_step(block=block, kind=BlockStepKind.ANSWER, text="I listen.", by=board.chair, at=AT)
    later = CLOSED + timedelta(days=61)
    run_due(later)
    proposal = whole(block.position.entitlement.round.proposal)
    may = [one for one in (board.chair, board.secretary, board.everyone[0]) if fallbacks.leads(one, proposal, later)]
    assert may == [board.secretary]
    for one in (board.chair, board.secretary):
        shown = find_proposal(one, proposal.number, later)
        assert shown is not None
        assert way_of(one, shown, later).may_start == (one == board.secretary)


def test_the_recused_lead_nothing_and_write_nothing(board: SmallBoard) -> None:
    round = opened(board, recused=[board.chair, board.trustees["directors"][0]])
    proposal = whole(round.proposal)
    assert not fallbacks.leads(board.chair, proposal, AT)
    assert not blocks.is_objector(board.chair, upheld(board))
