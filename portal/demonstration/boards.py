"""Ten regional boards, their seats, and the National Steering Group."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from governance.actions.boards import ensure_constituency, found_board, give_board_role
from governance.actions.meetings import plan_meeting, record_meeting_held
from governance.actions.rules import set_rules
from governance.actions.seats import add_seat, appoint, end_appointment, join_constituency
from governance.domain.chairs import months_later
from governance.enums.boards import AppointedHow, BoardKind, BoardRoleKind
from governance.models import Appointment, Board, Constituency
from portal.demonstration.calendar import LONDON
from portal.demonstration.people import BEGAN, Cooperative, authority_organisation, place
from portal.people.models import LocalAuthority, Region, User

CONSTITUENCIES = (
    ("local-authorities", "Local authorities"),
    ("directors", "Directors"),
    ("providers", "Providers"),
    ("staff", "Staff"),
    ("young-people", "Young people"),
)
SEATS: tuple[str, ...] = (
    "local-authorities",
    "local-authorities",
    "directors",
    "providers",
    "providers",
    "staff",
    "staff",
)
SEATS += ("young-people", "young-people")
# Who of the cast sits where: region, which of the board's seats (from nought), who.
CAST_SEATS = {
    ("NW", 0): "trustee-authorities",
    ("NW", 2): "chair-nw",
    ("NW", 3): "trustee-providers",
    ("NW", 5): "trustee-staff",
    ("NW", 7): "trustee-young-people",
    ("WAL", 2): "chair-national",
}
# Months after the founding from which a seat is held; the others are held from the beginning.
HELD_LATER = {("WAL", 2): 16}
ROLES = {
    "local-authorities": "Head of placements",
    "directors": "Director of children’s services",
    "providers": "Responsible individual",
    "staff": "Residential child care worker",
    "young-people": "Young people’s representative",
}


@dataclass
class BoardStory:
    """One board and its people while the story is written."""

    board: Board
    secretary: User
    seats: list[Appointment] = field(default_factory=list)


def add_constituencies(cooperative: Cooperative) -> dict[str, Constituency]:
    """Name the five constituencies in their published order."""
    return {
        code: ensure_constituency(
            code=code, name=name, order=order, by=cooperative.administrator, at=cooperative.founded_at
        )
        for order, (code, name) in enumerate(CONSTITUENCIES)
    }


def add_regional_boards(cooperative: Cooperative, constituencies: dict[str, Constituency]) -> list[BoardStory]:
    """Found a board for every region and for Wales."""
    return [
        _regional_board(cooperative, constituencies, region, index)
        for index, region in enumerate(Region.objects.order_by("order"))
    ]


def _regional_board(
    cooperative: Cooperative, constituencies: dict[str, Constituency], region: Region, index: int
) -> BoardStory:
    at, since = cooperative.founded_at, cooperative.founded_on
    article = "" if region.name in {"London", "Wales"} else "the "
    board = found_board(
        kind=BoardKind.REGIONAL,
        name=f"{region.name} board",
        slug=region.slug,
        short=region.short,
        founded_on=since,
        region=region,
        purpose=(
            f"Joins the local authorities, directors, providers, staff and young people of {article}{region.name} "
            "so that children who cannot live at home are cared for well and near to what they know."
        ),
        by=cooperative.administrator,
        at=at,
    )
    story = BoardStory(board, _secretary(cooperative, board))
    set_rules(
        board=board,
        effective_from=since,
        change_note="The rules the cooperative recommends to every board.",
        by=story.secretary,
        at=at,
    )
    authorities = list(LocalAuthority.objects.filter(region=region, ends_on__isnull=True).order_by("name"))
    for number, code in enumerate(SEATS):
        seat = add_seat(board=board, constituency=constituencies[code], starts_on=since, by=story.secretary, at=at)
        key = CAST_SEATS.get((region.short, number))
        person = cooperative.cast[key] if key else cooperative.somebody()
        _place(cooperative, person, code, authorities, number + index)
        held = months_later(since, HELD_LATER.get((region.short, number), 0))
        story.seats.append(
            appoint(
                seat=seat,
                person=person,
                how=AppointedHow.NOMINATED,
                starts_on=held,
                by=story.secretary,
                at=cooperative.calendar.noon_of(held),
            )
        )
    _change_a_seat(cooperative, story, authorities, index)
    _add_members(cooperative, story, constituencies)
    return story


def _secretary(cooperative: Cooperative, board: Board) -> User:
    person = cooperative.cast["secretary-nw"] if board.short == "NW" else cooperative.somebody()
    give_board_role(
        board=board,
        person=person,
        role=BoardRoleKind.SECRETARY,
        starts_on=cooperative.founded_on,
        reason=BEGAN,
        by=cooperative.administrator,
        at=cooperative.founded_at,
    )
    return person


def _place(cooperative: Cooperative, person: User, code: str, authorities: list[LocalAuthority], number: int) -> None:
    if code == "young-people":
        return
    if code in {"local-authorities", "directors"} and authorities:
        organisation = authority_organisation(cooperative, authorities[number % len(authorities)])
    else:
        organisation = cooperative.providers[number % len(cooperative.providers)]
    place(cooperative, person, organisation, ROLES[code], cooperative.founded_on)


def _change_a_seat(cooperative: Cooperative, story: BoardStory, authorities: list[LocalAuthority], index: int) -> None:
    """Let the second authority's trustee move on in the second year: seats change hands."""
    day = cooperative.calendar.day(300 - 11 * index)
    at = cooperative.calendar.noon_of(day - timedelta(days=20))
    left = story.seats[1]
    end_appointment(appointment=left, ends_on=day, why="Took up a post elsewhere.", by=story.secretary, at=at)
    person = cooperative.somebody(at=at)
    _place(cooperative, person, "local-authorities", authorities, index + 5)
    story.seats[1] = appoint(
        seat=left.seat, person=person, how=AppointedHow.AGREED, starts_on=day, by=story.secretary, at=at
    )


def _add_members(cooperative: Cooperative, story: BoardStory, constituencies: dict[str, Constituency]) -> None:
    for code in ("providers", "staff", "young-people"):
        cast = story.board.short == "NW" and code == "staff"
        for number in range(3 if story.board.short == "NW" else 1):
            person = cooperative.cast["constituency-member"] if cast and number == 0 else cooperative.somebody()
            join_constituency(
                board=story.board,
                constituency=constituencies[code],
                person=person,
                starts_on=cooperative.founded_on,
                by=story.secretary,
                at=cooperative.founded_at,
            )
    if story.board.short == "NW":
        give_board_role(
            board=story.board,
            person=cooperative.cast["observer"],
            role=BoardRoleKind.OBSERVER,
            starts_on=cooperative.calendar.day(120),
            reason="Invited by the chair to follow the board’s open business.",
            by=story.secretary,
            at=cooperative.calendar.at(121),
        )


def add_national_group(cooperative: Cooperative, regional: list[BoardStory]) -> BoardStory:
    """Found the National Steering Group: one seat for whoever chairs each regional board."""
    board = found_board(
        kind=BoardKind.NATIONAL,
        name="National Steering Group",
        slug="national",
        short="NSG",
        founded_on=cooperative.founded_on,
        purpose="The chairs of the regional boards, every two months: what concerns all regions is agreed here.",
        by=cooperative.administrator,
        at=cooperative.founded_at,
    )
    story = BoardStory(board, _secretary(cooperative, board))
    set_rules(
        board=board,
        effective_from=cooperative.founded_on,
        change_note="The rules the cooperative recommends to every board.",
        by=story.secretary,
        at=cooperative.founded_at,
    )
    for region in regional:
        add_seat(
            board=board,
            ex_officio_of=region.board,
            starts_on=cooperative.founded_on,
            by=story.secretary,
            at=cooperative.founded_at,
        )
    return story


def add_meetings(cooperative: Cooperative, stories: list[BoardStory]) -> None:
    """Meet every two months, on a Tuesday or Thursday; the last six months ahead are planned."""
    for index, story in enumerate(stories):
        national = story.board.kind == BoardKind.NATIONAL
        day = _weekday(cooperative.founded_on + timedelta(days=20 + 2 * index), 3 if national else 1)
        while day < cooperative.calendar.day(-170):
            _meet(cooperative, story, day)
            day += timedelta(days=56)


def _weekday(day: date, wanted: int) -> date:
    return day + timedelta(days=(wanted - day.weekday()) % 7)


def _meet(cooperative: Cooperative, story: BoardStory, day: date) -> None:
    starts_at = datetime.combine(day, time(13, 30), tzinfo=LONDON)
    known = min(starts_at - timedelta(days=56), cooperative.calendar.at(0, 8))
    meeting = plan_meeting(
        board=story.board,
        title=f"Meeting of the {story.board}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2, minutes=30),
        how="Video call; the link is in the invitation. A room is booked for whoever prefers one.",
        by=story.secretary,
        at=max(known, cooperative.founded_at),
    )
    if day < cooperative.calendar.today:
        record_meeting_held(meeting=meeting, by=story.secretary, at=starts_at + timedelta(hours=4))
