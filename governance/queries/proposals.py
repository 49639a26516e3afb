"""Proposals as their pages and lists show them."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Page
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from governance.domain.proposals import ENDED, Stage, stages
from governance.domain.versions import ClauseInput, Wording
from governance.enums.amendments import AmendmentState
from governance.enums.fallbacks import FallbackState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import BlockState, RoundKind, RoundState
from governance.models import (
    Amendment,
    Board,
    Entitlement,
    FallbackStep,
    Position,
    Proposal,
    ProposalVersion,
    Question,
    Referral,
    Round,
)
from governance.models.rounds import kept_out
from governance.models.standing import standing_of
from governance.queries.blocks import standing, standing_in_the_way
from governance.queries.conflictpages import with_strip
from governance.queries.conflicts import with_conflicts
from governance.queries.standing import KeptFor
from governance.queries.versions import texts_of, working_copy, working_stamp
from portal.longlists import UpTo, counted_to, long_page
from portal.people.models.periods import day_of
from portal.voices.enums.campaigns import CampaignState
from portal.voices.models import Campaign

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser

A_PAGE = 25
# An address may hold any number; no proposal has so many versions, and no database looks for one that has.
MOST_VERSIONS = 2**31 - 1
SORTS: dict[str, tuple[str, ...]] = {
    "changed": ("moved_at", "pk"),
    "-changed": ("-moved_at", "-pk"),
    "number": ("year", "sequence", "pk"),
    "-number": ("-year", "-sequence", "-pk"),
}


@dataclass(frozen=True)
class ProposalPage:
    """What a proposal's page shows beside its round and its discussion."""

    proposal: Proposal
    version: ProposalVersion | None
    stages: list[Stage]
    draft: Wording | None

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of the published versions, the newest first: they are a sequence without gaps."""
        return tuple(range(self.proposal.version_count, 0, -1))

    @property
    def steps(self) -> list[dict[str, Any]]:
        """Return the stages as the tracker draws them, as plain values: it is then drawn once for the same."""
        words = {"now": "current", "done": "done"}
        return [
            {
                "name": str(stage.state.label),
                "state": words.get(stage.where, "todo"),
                "date": self.proposal.state_since if stage.where == "now" else None,
            }
            for stage in self.stages
        ]

    @property
    def is_newest(self) -> bool:
        """Say whether the version shown is the newest."""
        return self.version is None or self.version.n == self.proposal.version_count

    @property
    def title(self) -> str:
        """Return the title of what is shown: of a draft, the working copy's."""
        return self.version.title if self.version else self.proposal.title

    @property
    def summary(self) -> str:
        """Return the summary of what is shown."""
        return self.version.summary if self.version else self.proposal.summary

    @property
    def room(self) -> str:
        """Return the live room of the page."""
        return f"proposal:{self.proposal.pk}"

    @property
    def cache_key(self) -> str:
        """Return what a drawn text can be kept under: a version never changes, a draft does with every word."""
        if self.version:
            return f"{self.version.pk}-{self.version.sha256}"
        return f"{self.proposal.pk}-{working_stamp(self.proposal, self.draft or Wording('', '', ()))}"

    def clauses(self) -> tuple[ClauseInput, ...]:
        """Return the clauses of what is shown; read only when their drawn text is not kept."""
        if self.version is None:
            return self.draft.clauses if self.draft else ()
        return tuple(ClauseInput(it.heading, it.text, it.clause_id) for it in texts_of(self.version))


def find_board(slug: str) -> Board | None:
    """Return the board with this name in addresses."""
    return Board.objects.filter(slug=slug).first()


def find_proposal(person: "Person", number: str, at: datetime) -> Proposal | None:
    """Return the proposal ``number`` if ``person`` may know that it exists; one query beside where they stand."""
    return _seen(_FOUND.ask(person, at, number=number, day=day_of(at)), person, at)


def find_for_history(person: "Person", number: str, at: datetime) -> Proposal | None:
    """Return the same without what only the proposal's own page shows: half the time of the statement."""
    return _seen(_BARE.ask(person, at, number=number, day=day_of(at)), person, at)


def _bare(person: "Person", at: datetime, number: str, day: date) -> QuerySet[Proposal]:
    # Who may see its working copy depends on who chairs it, and so on its conflicts.
    rows = Proposal.objects.visible_to(person, at).filter(number=number).select_related("board")
    return with_conflicts(rows, day)


_BARE = KeptFor(_bare)


def _found(person: "Person", at: datetime, number: str, day: date) -> QuerySet[Proposal]:
    # The rounds' panel reads rationale and decision: they come along.
    rows = Proposal.objects.visible_to(person, at).filter(number=number)
    rows = rows.select_related("board", "proposer", "implementer", "rationale", "decision", "effect__decision")
    return with_strip(rows, person, day).annotate(**_ways(person))


def _with_version(person: "Person", at: datetime, number: str, day: date, n: int | F) -> QuerySet[Proposal]:
    wanted = FilteredRelation("versions", condition=Q(versions__n=n))
    rows = _found(person, at, number, day).annotate(wanted=wanted)
    return rows.select_related("wanted__published_by")  # type: ignore[misc]  # the relation was named a line above


def _with_newest(person: "Person", at: datetime, number: str, day: date) -> QuerySet[Proposal]:
    return _with_version(person, at, number, day, F("version_count"))


_FOUND, _VERSION, _NEWEST = KeptFor(_found), KeptFor(_with_version), KeptFor(_with_newest)


def _seen(rows: list[Proposal], person: "Person", at: datetime) -> Proposal | None:
    for proposal in rows:
        proposal.seen_by[person.pk, at] = True
    return rows[0] if rows else None


def _ways(person: "Person") -> dict[str, Exists | Subquery]:
    """Say with the row whether there is more to read about its way: most proposals have none of it.

    What comes of it on another board is not told to whoever takes no part in it there.
    """
    here = OuterRef("pk")
    blocks = standing().filter(position__entitlement__round__proposal=here)
    of_this_text = Q(position__entitlement__round__version__n=OuterRef("version_count"))
    over = blocks.filter(of_this_text).exclude(position__entitlement__round__state=RoundState.OPEN)
    tested = Round.objects.filter(
        proposal=here,
        version__n=OuterRef("version_count"),
        kind=RoundKind.CONSENSUS_TEST,
        state=RoundState.CLOSED,
    )
    in_the_way = standing_in_the_way().filter(position__entitlement__round__proposal=here)
    step = FallbackStep.objects.filter(proposal=here, state=FallbackState.OPEN)
    went = Referral.objects.filter(source=here).order_by("-at", "-pk")
    hidden = kept_out(cast("int", person.pk), "received")
    asked = Campaign.objects.filter(subject_kind="proposal", subject_key=here, state=CampaignState.OPEN)
    answered = Referral.objects.filter(source=here, step__state=FallbackState.OPEN, reply__isnull=False)
    return {
        "step_kind": Subquery(step.values("kind")[:1]),
        "step_due": Subquery(step.values("due_on")[:1]),
        "step_answered": Exists(answered.exclude(hidden)),
        "came_from": Subquery(Referral.objects.filter(received=here).values("source__board__name")[:1]),
        "went_to": Subquery(went.values("to_board__name")[:1]),
        "went_answer": Subquery(
            went.annotate(told=Case(When(hidden, then=Value("")), default="reply__answer")).values("told")[:1]
        ),
        "went_hidden": Subquery(
            went.annotate(hidden=Case(When(hidden, then=Value(True)), default=Value(False))).values("hidden")[:1]
        ),
        "is_asked": Exists(asked),
        "asked_until": Subquery(asked.order_by("-closes_on").values("closes_on")[:1]),
        "has_steps": Exists(FallbackStep.objects.filter(proposal=here)),
        "has_referrals": Exists(Referral.objects.filter(Q(source=here) | Q(received=here))),
        "has_blocks": Exists(blocks),
        "was_blocked": Exists(blocks.exclude(of_this_text)),
        "has_block_left": Exists(over),
        "has_untested": Exists(in_the_way.filter(state=BlockState.UNTESTED)),
        "has_upheld": Exists(in_the_way.filter(state=BlockState.UPHELD)),
        "was_tested": Exists(tested),
    }


def proposal_page(person: "Person", number: str, at: datetime, *, n: int | None = None) -> ProposalPage | None:
    """Return the page of a proposal, showing version ``n`` or the newest; None for what may not be known.

    One query beside where the person stands, two for a draft; clauses are read when their fragment is not cached.
    """
    if n is not None and n > MOST_VERSIONS:
        return None
    asked: dict[str, Any] = {"number": number, "day": day_of(at)}
    rows = _NEWEST.ask(person, at, **asked) if n is None else _VERSION.ask(person, at, **asked, n=n)
    proposal = _seen(rows, person, at)
    if proposal is None:
        return None
    version: ProposalVersion | None = getattr(proposal, "wanted", None)
    if n is not None and version is None:
        return None
    return ProposalPage(
        proposal=proposal,
        version=version,
        stages=stages(ProposalState(proposal.state), published=bool(proposal.version_count)),
        draft=None if proposal.version_count else working_copy(proposal),
    )


@dataclass(frozen=True)
class Wanted:
    """Which proposals somebody asked for, as the address says it."""

    board: str = ""
    state: str = ""
    kind: str = ""
    text: str = ""
    needs_me: bool = False
    sort: str = "-changed"
    page: int = 1


@dataclass(frozen=True)
class ProposalList:
    """One page of a list, and how many there are in all."""

    page: Page[Any]
    """Its rows are what ``SHOWN`` names of each proposal."""
    boards: list[Board] = field(default_factory=list)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Return what the list shows of each row, as plain values."""
        rows = self.page.object_list
        words = {state: str(ProposalState(state).label) for state in {row.state for row in rows}}
        return [
            {
                "number": row.number,
                "title": row.shown_title,
                "board": row.board__name,
                "waits": row.needs_me,
                "state": row.state,
                "state_words": words[row.state],
                "proposer": row.proposer__name,
                "changed": row.moved_at,
            }
            for row in rows
        ]


def needing(person: "User", at: datetime) -> Q:
    """Keep proposals in which something waits for ``person``: a position, a reply, or the answer to an amendment."""
    mine = Entitlement.objects.filter(
        round__proposal=OuterRef("pk"),
        round__state=RoundState.OPEN,
        round__opens_at__lte=at,
        round__closes_at__gt=at,
        person=person,
        recused=False,
    )
    silent = mine.filter(~Exists(Position.objects.filter(entitlement=OuterRef("pk"))))
    asked = Question.objects.filter(proposal=OuterRef("pk"), reply="")
    amended = Amendment.objects.filter(proposal=OuterRef("pk"), state=AmendmentState.PROPOSED)
    waits = Q(Exists(asked)) | Q(Exists(amended))
    return Q(Exists(silent)) | (waits & Q(proposer=person) & ~Q(state__in=ENDED))


def list_proposals(person: "User", wanted: Wanted, at: datetime) -> ProposalList:
    """Return one page of the proposals ``person`` may read; two queries beside where they stand."""

    def rows_of(number: int) -> list[Any]:
        here = replace(wanted, page=number)
        # Words that are looked for stand in the text of the statement, and no two readers look for the same.
        return list(_rows(person, at, here)) if wanted.text else _ROWS.ask(person, at, here)

    def count() -> int:
        return _narrowed(Proposal.objects.visible_to(person, at), person, wanted, at).count()

    page = long_page(rows_of, count, wanted.page, A_PAGE)
    return ProposalList(page, list(Board.objects.filter(pk__in=standing_of(person, at).near)))


# Rows of a list are drawn from plain values: making a record of each costs more than finding it.
SHOWN = ("number", "shown_title", "board__name", "needs_me", "state", "proposer__name", "moved_at", "total")


def _rows(person: "User", at: datetime, wanted: Wanted) -> "QuerySet[Any, Any]":
    order = SORTS.get(wanted.sort, SORTS["-changed"])
    newest = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-n").values("title")[:1]
    start = (wanted.page - 1) * A_PAGE
    found = _narrowed(Proposal.objects.visible_to(person, at), person, wanted, at)
    return (
        found.annotate(
            total=UpTo(found, counted_to(wanted.page, A_PAGE)),
            # What was published, not what somebody is writing.
            shown_title=Coalesce(Subquery(newest), F("title")),
            needs_me=Coalesce(needing(person, at), Value(False), output_field=BooleanField()),
        )
        .order_by(*order)
        .values_list(*SHOWN, named=True)[start : start + A_PAGE]
    )


_ROWS = KeptFor(_rows)


def _narrowed(rows: QuerySet[Proposal], person: "User", wanted: Wanted, at: datetime) -> QuerySet[Proposal]:
    if wanted.board:
        rows = rows.filter(board__slug=wanted.board)
    if wanted.state == "under_way":
        rows = rows.exclude(state__in=ENDED)
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.text:
        rows = rows.filter(_says(wanted.text))
    if wanted.needs_me:
        rows = rows.filter(needing(person, at))
    return rows


def _says(text: str) -> Q:
    """Keep what was published with these words: unpublished words of a draft are found only in a draft one may read."""
    words = Q(title__icontains=text) | Q(summary__icontains=text)
    published = ProposalVersion.objects.filter(words, proposal=OuterRef("pk"))
    return Q(number__icontains=text) | Q(Exists(published)) | (words & Q(version_count=0))
