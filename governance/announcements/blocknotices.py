"""Who is told about blocks, the fallback steps and referrals, in which words; everybody told may read it."""

from datetime import date, datetime
from typing import cast

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from governance.announcements.notices import about, answerers_of, members_of, of_proposal, page_of
from governance.enums.blocks import BlockDue, BlockStepKind
from governance.enums.rounds import BlockState
from governance.models import Block, BlockStep, Entitlement, FallbackStep, Proposal, Referral, Round
from governance.queries.referrals import told_nothing
from portal.people.models import User

BLOCKS = "#blocks"


def proposal_blocked(proposal: Proposal, by: User | None, at: datetime) -> None:
    """Tell those who have a voice that a block is to be tested by the board."""
    round = Round.objects.filter(proposal=proposal).order_by("-n").first()
    keys = [key for key in (round.pk, round.follows_id) if key] if round else []
    voices = Entitlement.objects.filter(round__in=keys, recused=False).values_list("person", flat=True)
    title = _("%(about)s is blocked: the board tests whether the block’s ground holds") % {"about": about(proposal)}
    key = f"block.raised:{proposal.pk}:{round.pk if round else 0}"
    of_proposal("block.raised", key, title, proposal, set(voices), by, at, page_of(proposal, BLOCKS))


def block_settled(block: Block, by: User | None, at: datetime) -> None:
    """Tell the board what became of the block, and the objector when their words are asked for."""
    proposal = block.position.entitlement.round.proposal
    words = {
        BlockState.UPHELD: _("The block on %(about)s was upheld: there is time to resolve it"),
        BlockState.NOT_UPHELD: _("The block on %(about)s was not upheld"),
        BlockState.STOOD_ASIDE: _("The block on %(about)s became a stand-aside"),
        BlockState.DISSENT: _("The block on %(about)s is recorded as dissent"),
        BlockState.RESOLVED: _("The block on %(about)s is resolved"),
        BlockState.WITHDRAWN: _("The block on %(about)s was withdrawn"),
    }.get(BlockState(block.state))
    if words is None:
        return
    title = words % {"about": about(proposal)}
    people = members_of(proposal.board_id, at)
    objector = block.position.entitlement.person_id
    url = page_of(proposal, BLOCKS)
    if block.state == BlockState.NOT_UPHELD and block.restate_by is not None:
        asked = _("Your block on %(about)s was not upheld: say by %(day)s in what words it goes on record") % {
            "about": about(proposal),
            "day": _day(block.restate_by),
        }
        of_proposal("block.answer", f"block.restate:{block.pk}", asked, proposal, [objector], by, at, url)
        people -= {objector}
    of_proposal("block.settled", f"block.settled:{block.pk}:{block.state}", title, proposal, people, by, at, url)


def stands_over(block: Block, by: User | None, at: datetime) -> None:
    """Ask the objector first: their block stands in the new round until they say something else."""
    round = block.position.entitlement.round
    proposal = round.proposal
    title = _("Your block on %(about)s stands over into a new round: say by %(day)s whether it still stands") % {
        "about": about(proposal),
        "day": _day(round.closes_at),
    }
    people = [block.position.entitlement.person_id]
    of_proposal("block.answer", f"block.carried:{block.pk}", title, proposal, people, by, at, page_of(proposal))


def part_wanted(block: Block, due: BlockDue, ends_at: datetime, at: datetime) -> None:
    """Remind the objector; the last time saying what follows without their part."""
    proposal = block.position.entitlement.round.proposal
    words = (
        _("Your block on %(about)s: without your part it is recorded as dissent on %(day)s")
        if due is BlockDue.WARN
        else _("Your block on %(about)s: the board needs your part in resolving it, by %(day)s")
    )
    title = words % {"about": about(proposal), "day": _day(ends_at)}
    people = [block.position.entitlement.person_id]
    url = page_of(proposal, BLOCKS)
    of_proposal("block.answer", f"block.{due.value}:{block.pk}", title, proposal, people, None, at, url)


def step_added(step: BlockStep, by: User | None, at: datetime) -> None:
    """Tell the objector what they are asked; tell those who answer for the proposal what the objector says."""
    block = step.block
    proposal = block.position.entitlement.round.proposal
    objector = block.position.entitlement.person_id
    if step.by_id == objector:
        title = _("The objector has taken a step about the block on %(about)s") % {"about": about(proposal)}
        people = answerers_of(proposal, at)
    elif step.kind == BlockStepKind.REQUEST:
        title = _("You are asked for an answer about your block on %(about)s") % {"about": about(proposal)}
        people = {objector}
    else:
        title = _("A step was taken to resolve your block on %(about)s") % {"about": about(proposal)}
        people = {objector}
    event = "block.answer" if step.kind == BlockStepKind.REQUEST else "block.step"
    of_proposal(event, f"block.step:{step.pk}", title, proposal, people, by, at, page_of(proposal, BLOCKS))


def fallback_started(step: FallbackStep, by: User | None, at: datetime) -> None:
    """Tell the board what is tried next, and who was named for it."""
    proposal = step.proposal
    title = _("%(about)s: %(kind)s, until %(day)s") % {
        "about": about(proposal),
        "kind": step.get_kind_display().lower(),
        "day": date_format(cast("date", step.due_on), "j F Y"),  # a step under way is due on a day
    }
    of_proposal(
        "fallback.started",
        f"fallback.started:{step.pk}",
        title,
        proposal,
        members_of(proposal.board_id, at),
        by,
        at,
        page_of(proposal, "way/"),
    )


def fallback_ended(step: FallbackStep, by: User | None, at: datetime) -> None:
    """Tell the board what came of it."""
    proposal = step.proposal
    title = _("%(about)s: %(kind)s has ended") % {"about": about(proposal), "kind": step.get_kind_display().lower()}
    people = members_of(proposal.board_id, at)
    url = page_of(proposal, "way/")
    of_proposal("fallback.ended", f"fallback.ended:{step.pk}", title, proposal, people, by, at, url)


def not_agreed(proposal: Proposal, by: User | None, at: datetime) -> None:
    """Tell the board that things stay as they are."""
    title = _("%(about)s ends without agreement: things stay as they are") % {"about": about(proposal)}
    people = members_of(proposal.board_id, at)
    of_proposal("proposal.not_agreed", f"proposal.not_agreed:{proposal.pk}", title, proposal, people, by, at)


def referral_sent(referral: Referral, by: User | None, at: datetime) -> None:
    """Tell the referring board where its text went; the other board hears of a new proposal."""
    source = referral.source
    title = _("%(about)s was referred to the %(board)s") % {"about": about(source), "board": referral.to_board}
    people = members_of(source.board_id, at)
    of_proposal("referral.sent", f"referral.sent:{referral.pk}", title, source, people, by, at, page_of(source, "way/"))


def referral_answered(referral: Referral, by: User | None, at: datetime) -> None:
    """Tell the referring board that the answer has come."""
    source = referral.source
    title = _("The %(board)s has answered about %(about)s") % {"about": about(source), "board": referral.to_board}
    people = members_of(source.board_id, at)
    people -= told_nothing(referral, people)
    key = f"referral.answered:{referral.pk}"
    of_proposal("referral.answered", key, title, source, people, by, at, page_of(source, "way/"))


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "j F Y")
