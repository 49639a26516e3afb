"""The people, boards and long lists that are measured. Rows are written in bulk: measurement data, not deeds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import models
from django.utils import timezone

from governance.enums.boards import AppointedHow, BoardKind, BoardRoleKind, ChairTermKind
from governance.enums.decisions import DecisionOutcome
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RevealPolicy, RoundKind, RoundState
from governance.models import (
    Appointment,
    Board,
    BoardRole,
    ChairTerm,
    Clause,
    ClauseText,
    Comment,
    Constituency,
    Decision,
    DecisionRationale,
    Entitlement,
    GoverningRules,
    Proposal,
    ProposalVersion,
    Question,
    Round,
    Seat,
)
from peerreview.enums.services import ServiceKind, ServiceSource, Track
from peerreview.models import Membership, Service
from portal.models import SearchEntry
from portal.notifications.models import Notification
from portal.people.enums import OrganisationKind, RoleKind
from portal.people.models import Affiliation, Organisation, Region, RoleGrant, User
from portal.people.secondfactor import KEY as SECOND_FACTOR
from portal.people.sessions import LISTED, SEEN, STARTED

Row = TypeVar("Row", bound=models.Model)
AT_A_TIME = 1000
SEATS = 200
LONG_AGO = date(2020, 1, 1)
CONSTITUENCIES = ("Local authorities", "Directors", "Providers", "Staff", "Young people")
SENTENCES = (
    "Children wait for a place in offices and hotels, and we want no child to wait overnight.",
    "Each home keeps one bed free for a child who must move within a day.",
    "The placing authorities share the cost by the number of children they place.",
    "A named person visits before the move, and the child is asked who should come along.",
    "The board looks at how it works after six months and says what it learned.",
    "Every home sends its welcome book before a child arrives.",
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class World:
    """Who looks at what: cookies by person, and the moment everything was made."""

    at: datetime
    board: Board
    trustees: list[User]
    chair: User
    administrator: User
    manager: User
    rules: GoverningRules

    @property
    def reader(self) -> User:
        """Return a trustee who neither chairs nor proposes."""
        return self.trustees[1]


def bulk(model: type[Row], rows: Iterable[Row]) -> list[Row]:
    """Write rows a thousand at a time."""
    made: list[Row] = model._default_manager.bulk_create(rows, batch_size=AT_A_TIME)
    return made


def words(n: int, sentences: int = 4) -> str:
    """Return some sentences, different for each ``n``; one in ten names otters, one in a thousand kingfishers."""
    text = " ".join(SENTENCES[(n + k) % len(SENTENCES)] for k in range(sentences))
    rare = " Kingfishers too." if n % 1000 == 0 else ""
    return f"{text} Reference {n}." + (" Otters too." if n % 10 == 0 else "") + rare


def cookie(user: User) -> str:
    """Return what the browser of somebody signed in sends; the same in every database of the run."""
    return f"sessionid={session_key(user)}"


def session_key(user: User) -> str:
    """Return the key of somebody's session."""
    return f"load{user.pk:028d}"


def sign_in(user: User, at: datetime) -> None:
    """Make somebody's session, as signing in with a second factor would."""
    now, key = int(at.timestamp()), session_key(user)
    session = SessionStore(key)
    session._session_cache = {  # type: ignore[attr-defined]
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        STARTED: now,
        SEEN: now,
        LISTED: key,
        SECOND_FACTOR: True,
    }
    session.save(must_create=True)


def build(size: int) -> World:
    """Make a board of two hundred and lists of ``size`` rows."""
    at = timezone.now()
    world = _people(size, at)
    _proposals(world, size)
    _services(size)
    notices = (
        Notification(
            person=world.chair, event="load", key=str(n), subject_id=n, title=words(n, 1), url="/today/", at=at
        )
        for n in range(size // 5)
    )
    bulk(Notification, notices)
    for person in (*world.trustees[:40], world.administrator, world.manager):
        sign_in(person, at)
    return world


def _people(size: int, at: datetime) -> World:
    region = Region.objects.get(short="NW")
    board = bulk(
        Board,
        [
            Board(
                kind=BoardKind.REGIONAL,
                name="North West board",
                slug="north-west",
                short="NW",
                region=region,
                founded_on=LONG_AGO,
            )
        ],
    )[0]
    rules = bulk(GoverningRules, [GoverningRules(board=board, version=1, effective_from=LONG_AGO)])[0]
    speak_for = bulk(
        Constituency, [Constituency(code=f"load-{n}", name=name, order=n) for n, name in enumerate(CONSTITUENCIES)]
    )
    people = bulk(
        User,
        [
            User(name=f"Robin Hale {n:05d}", email=f"robin{n}@load.example", password="!", joined_at=at)
            for n in range(max(size, SEATS + 3))
        ],
    )
    trustees = people[:SEATS]
    seats = bulk(
        Seat,
        [
            Seat(board=board, constituency=speak_for[n % len(speak_for)], number=n + 1, starts_on=LONG_AGO)
            for n in range(SEATS)
        ],
    )
    sitting = bulk(
        Appointment,
        [
            Appointment(seat=seat, person=person, how=AppointedHow.NOMINATED, starts_on=LONG_AGO)
            for seat, person in zip(seats, trustees, strict=True)
        ],
    )
    today = timezone.localdate(at)
    term = ChairTerm(
        board=board,
        appointment=sitting[0],
        kind=ChairTermKind.CONFIRMED,
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=90),
        why_picked="Longest waiting.",
    )
    bulk(ChairTerm, [term])
    bulk(BoardRole, [BoardRole(board=board, person=people[SEATS], role=BoardRoleKind.SECRETARY, starts_on=LONG_AGO)])
    grants = [(people[SEATS + 1], RoleKind.ADMINISTRATOR), (people[SEATS + 2], RoleKind.PROGRAMME_MANAGER)]
    bulk(RoleGrant, [RoleGrant(person=person, role=role, starts_on=LONG_AGO) for person, role in grants])
    bodies = bulk(
        Organisation,
        [
            Organisation(name=f"Harbour Homes {n:05d}", slug=f"harbour-{n}", kind=OrganisationKind.PROVIDER)
            for n in range(max(size // 10, 5))
        ],
    )
    bulk(
        Affiliation,
        [
            Affiliation(
                person=person, organisation=bodies[n % len(bodies)], role="Registered manager", starts_on=LONG_AGO
            )
            for n, person in enumerate(people)
        ],
    )
    return World(at, board, trustees, trustees[0], people[SEATS + 1], people[SEATS + 2], rules)


def _proposals(world: World, size: int) -> None:
    """Make ``size`` decided proposals and a tenth as many in discussion; fifty wait for the chair's position."""
    living = max(size // 10, 10)
    proposals = bulk(Proposal, [_proposal(world, n, decided=n >= living) for n in range(size + living)])
    versions = bulk(
        ProposalVersion,
        (
            ProposalVersion(
                proposal=row,
                n=1,
                title=row.title,
                summary=row.summary,
                change_note="First.",
                sha256="0" * 64,
                published_by=row.proposer,
                published_at=row.created_at,
            )
            for row in proposals
        ),
    )
    clauses = bulk(Clause, (Clause(proposal=row, order=1, heading="Clause", text=words(row.pk)) for row in proposals))
    bulk(
        ClauseText,
        (
            ClauseText(version=version, clause=clause, order=1, heading="Clause", text=clause.text)
            for version, clause in zip(versions, clauses, strict=True)
        ),
    )
    tested = [pair for n, pair in enumerate(zip(proposals, versions, strict=True)) if n < 50 or n >= living]
    rounds = bulk(Round, (_round(world, row, version) for row, version in tested))
    seat = Seat.objects.select_related("constituency").get(board=world.board, number=1)
    bulk(
        Entitlement,
        (Entitlement(round=round, seat=seat, person=world.chair, constituency=seat.constituency) for round in rounds),
    )
    asked = proposals[:living]
    bulk(
        Question,
        (
            Question(proposal=row, version=version, asked_by=world.reader, asked_at=world.at, text="Who pays?")
            for row, version in zip(asked, versions, strict=False)
        ),
    )
    decided = [(row, version, round) for (row, version), round in zip(tested, rounds, strict=True) if row.why_ended]
    _decide(world, decided)


def _decide(world: World, decided: "list[tuple[Proposal, ProposalVersion, Round]]") -> None:
    bulk(
        DecisionRationale,
        (DecisionRationale(proposal=row, reasons=words(row.pk), owner=world.chair) for row, *_rest in decided),
    )
    line = {"name": "Robin Hale", "constituency": "Staff", "stance": "agree", "reason": "", "recused": False}
    record = {"outcome": {"verdict": "consensus", "wholly_recused": []}, "positions": [line] * 10}
    bulk(
        Decision,
        (
            Decision(
                number=row.number.replace("-P-", "-D-"),
                board=world.board,
                year=row.year,
                sequence=row.sequence,
                proposal=row,
                version=version,
                round=round,
                title=row.title,
                confidentiality=row.confidentiality,
                outcome=DecisionOutcome.CONSENSUS,
                text_sha256="0" * 64,
                record=record,
                decided_at=row.moved_at,
                decided_on=row.moved_at.date(),
                effective_on=row.moved_at.date(),
                review_on=row.moved_at.date() + timedelta(days=365),
                owner=world.chair,
                success="Fewer moves.",
            )
            for row, version, round in decided
        ),
    )


def _proposal(world: World, n: int, *, decided: bool) -> Proposal:
    moved = world.at - timedelta(days=2, minutes=n)
    return Proposal(
        number=f"NW-P-{n + 1:05d}",
        board=world.board,
        year=moved.year,
        sequence=n + 1,
        state=ProposalState.ADOPTED if decided else ProposalState.TESTING if n < 50 else ProposalState.DISCUSSION,
        title=f"A shared welcome, part {n}",
        summary=words(n, 2),
        proposer=world.chair if n % 2 else world.trustees[n % SEATS],
        created_at=moved,
        state_since=moved,
        moved_at=moved,
        version_count=1,
        unpublished=False,
        # Only to tell them apart while the rest is made.
        why_ended="Adopted." if decided else "",
    )


def _round(world: World, row: Proposal, version: ProposalVersion) -> Round:
    is_open = not row.why_ended
    return Round(
        proposal=row,
        version=version,
        n=1,
        kind=RoundKind.CONSENSUS_TEST,
        state=RoundState.OPEN if is_open else RoundState.CLOSED,
        rules=world.rules,
        reveal=RevealPolicy.AFTER_OWN,
        opens_at=row.moved_at - timedelta(days=7),
        closes_at=world.at + timedelta(days=3) if is_open else row.moved_at,
        closed_at=None if is_open else row.moved_at,
        opened_by=world.chair,
    )


def _services(size: int) -> None:
    regions = list(Region.objects.all())
    bodies = list(Organisation.objects.all()[:500])
    rows = bulk(
        Service,
        (
            Service(
                urn=f"LD{n:07d}",
                source=ServiceSource.BY_HAND,
                name="REDACTED",
                kind=ServiceKind.CHILDRENS_HOME,
                places=4,
                owner=bodies[n % len(bodies)],
                region=regions[n % len(regions)],
                registered_on=LONG_AGO,
                named_publicly=True,
                public_name=f"Rowan House {n:05d}",
                public_slug=f"rowan-house-{n}",
                consented_on=LONG_AGO,
            )
            for n in range(size)
        ),
    )
    bulk(Membership, (Membership(service=row, track=Track.FULL, starts_on=LONG_AGO) for row in rows))


def comments(world: World, many: int) -> None:
    """Spread comments over all proposals."""
    keys = list(Proposal.objects.values_list("pk", flat=True))
    rows = (
        Comment(
            proposal_id=keys[n % len(keys)],
            author=world.trustees[n % SEATS],
            at=world.at - timedelta(seconds=n),
            text=words(n, 2),
        )
        for n in range(many)
    )
    bulk(Comment, rows)


def index_for_search() -> int:
    """Give every proposal, decision and comment its entry, as the portal's own filling words them."""
    return sum(len(bulk(SearchEntry, _entries(kind))) for kind in ("proposal", "decision", "comment"))


def _entries(kind: str) -> Iterator[SearchEntry]:
    sources: dict[str, tuple[Any, str]] = {
        "proposal": (Proposal.objects.values_list("pk", "number", "summary", "moved_at"), "/proposals/"),
        "decision": (Decision.objects.values_list("pk", "number", "title", "decided_at"), "/decisions/"),
        "comment": (Comment.objects.values_list("pk", "proposal__number", "text", "at"), "/proposals/"),
    }
    rows, place = sources[kind]
    for key, number, text, at in rows.iterator():
        said = text if kind == "comment" else f"{text} {words(key)}"
        yield SearchEntry(kind=kind, object_id=key, title=number, text=said, url=f"{place}{number}/", at=at)
