"""What has lived long: a proposal with many positions and comments, a record with many versions, pages of the CMS."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail.models import Page

from content.models import HomePage
from content.setup import ensure_pages
from content.texts import shipped
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RevealPolicy, RoundKind, RoundState, Stance
from governance.models import (
    Clause,
    ClauseText,
    Comment,
    Concern,
    Entitlement,
    Position,
    Proposal,
    ProposalVersion,
    Question,
    Round,
    Seat,
)
from peerreview.actions.standards_shipped import load_shipped_standards
from tests.load.world import World, bulk, words

if TYPE_CHECKING:
    from datetime import datetime

VERSIONS = 30
CLAUSES = 8
STANCES = (Stance.AGREE, Stance.AGREE, Stance.RESERVATIONS, Stance.STAND_ASIDE)


def proposal_with(world: World, number: str, comments: int) -> Proposal:
    """Make a proposal under test with a position of every trustee, thirty versions and ``comments`` comments."""
    began = world.at - timedelta(days=60)
    row = Proposal(
        number=number,
        board=world.board,
        year=began.year,
        sequence=900_000 + Proposal.objects.count(),
        state=ProposalState.TESTING,
        title="One emergency bed in every home",
        summary=words(1, 6),
        proposer=world.trustees[5],
        created_at=began,
        state_since=began,
        moved_at=world.at,
        version_count=VERSIONS,
        comment_count=comments,
        unpublished=False,
    )
    bulk(Proposal, [row])
    versions = bulk(
        ProposalVersion,
        [
            ProposalVersion(
                proposal=row,
                n=n,
                title=row.title,
                summary=row.summary,
                change_note=words(n, 1),
                sha256=f"{n:064d}",
                published_by=row.proposer,
                published_at=began + timedelta(days=n),
            )
            for n in range(1, VERSIONS + 1)
        ],
    )
    clauses = bulk(
        Clause,
        [Clause(proposal=row, order=n, heading=f"Part {n}", text=words(n, 6)) for n in range(1, CLAUSES + 1)],
    )
    bulk(
        ClauseText,
        (
            ClauseText(
                version=version, clause=clause, order=clause.order, heading=clause.heading, text=words(version.n, 6)
            )
            for version in versions
            for clause in clauses
        ),
    )
    _positions(world, row, versions[-1])
    span = timedelta(days=50) / comments
    bulk(
        Comment,
        (
            Comment(
                proposal=row,
                author=world.trustees[n % len(world.trustees)],
                at=began + timedelta(days=2) + n * span,
                text=words(n, 3),
            )
            for n in range(comments)
        ),
    )
    about = {"proposal": row, "version": versions[-1]}
    bulk(
        Question,
        [Question(**about, asked_by=world.trustees[n], asked_at=world.at, text=words(n, 1)) for n in range(20)],
    )
    bulk(
        Concern,
        [
            Concern(**about, raised_by=world.trustees[n], raised_at=world.at, text=words(n, 2), wish=words(n, 1))
            for n in range(10)
        ],
    )
    return row


def _positions(world: World, row: Proposal, version: ProposalVersion) -> None:
    round = bulk(
        Round,
        [
            Round(
                proposal=row,
                version=version,
                n=1,
                kind=RoundKind.CONSENSUS_TEST,
                state=RoundState.OPEN,
                rules=world.rules,
                reveal=RevealPolicy.AFTER_OWN,
                opens_at=world.at - timedelta(days=1),
                closes_at=world.at + timedelta(days=5),
                opened_by=world.chair,
            )
        ],
    )[0]
    seats = Seat.objects.filter(board=world.board).select_related("constituency").order_by("number")
    voices = bulk(
        Entitlement,
        [
            Entitlement(round=round, seat=seat, person=person, constituency=seat.constituency)
            for seat, person in zip(seats, world.trustees, strict=True)
        ],
    )
    bulk(
        Position,
        [
            Position(
                entitlement=voice,
                n=1,
                stance=STANCES[n % len(STANCES)],
                reason=words(n, 1),
                recorded_by=voice.person,
                at=world.at - timedelta(hours=2),
            )
            for n, voice in enumerate(voices)
        ],
    )


def long_history(world: World, row: Proposal, versions: int) -> "datetime":
    """Write a life of ``versions`` changes; return a moment in its middle."""
    began = world.at - timedelta(days=300)
    step = timedelta(days=290) / versions
    past = Proposal.history.model  # type: ignore[attr-defined]
    names = [field.attname for field in past.tracked_fields]
    values = {name: getattr(row, name) for name in names}
    bulk(
        past,
        (
            past(
                **{**values, "title": f"{row.title}, attempt {n}", "affects_children": bool(n % 2)},
                history_date=began + n * step,
                history_type="~" if n else "+",
                history_change_reason=f"Reworded after meeting {n}",
                history_user=world.trustees[n % 50],
            )
            for n in range(versions)
        ),
    )
    return began + (versions // 2) * step


def pages(texts: int) -> None:
    """Publish guidance and standards through the real doors, and a bare page of Wagtail's own for its floor."""
    at = timezone.now() - timedelta(days=1)
    ensure_pages(at=at, texts=[text for text in shipped() if text["kind"] == "guidance"][:texts])
    load_shipped_standards(by=None, at=at)
    floor = Page(title="The smallest page", slug="floor-page", live=True)
    HomePage.objects.get().add_child(instance=floor)
