"""Registers of interests for everybody on a board, and three matters in which somebody takes no part."""

from datetime import datetime, timedelta

from governance.actions.conflicts import declare_conflict, raise_constituency_conflict, treat_conflict
from governance.actions.interests import confirm_register, set_register_policy, write_interest
from governance.actions.proposals import start_proposal
from governance.actions.rounds import open_round
from governance.actions.versions import publish_version
from governance.domain.versions import ClauseInput
from governance.enums.conflicts import Treatment
from governance.enums.interests import InterestKind, InterestNature
from governance.enums.proposals import Confidentiality, ProposalKind
from governance.enums.rounds import RoundKind
from governance.models import Constituency, Proposal
from governance.queries.conflicts import item_chair
from governance.queries.seats import chair_of, holders
from portal.demonstration.boards import BoardStory
from portal.demonstration.people import Cooperative
from portal.people.models import Affiliation, User

# One in so many has not confirmed this year yet.
LATE = 11


def add_registers(cooperative: Cooperative, boards: list[BoardStory]) -> None:
    """Enter where everybody works, as they would themselves, and confirm it; the national group publishes its own."""
    at = cooperative.calendar.at(90)
    cast = {person.pk for person in cooperative.cast.values()}
    people: dict[int, User] = {}
    for story in boards:
        people |= {holder.person.pk: holder.person for holder in holders(story.board, at)}
        people[story.secretary.pk] = story.secretary
    for number, (key, person) in enumerate(sorted(people.items())):
        works = Affiliation.objects.active(at).filter(person=person).select_related("organisation__authority").first()
        if works is not None:
            write_interest(
                kind=InterestKind.EMPLOYMENT,
                nature=InterestNature.FINANCIAL,
                party=works.organisation.name,
                what=works.role,
                organisation=works.organisation,
                authority=works.organisation.authority,
                starts_on=works.starts_on,
                by=person,
                at=at,
            )
        if number % LATE or key in cast:
            confirm_register(by=person, at=at)
    national = boards[-1]
    set_register_policy(
        board=national.board,
        public=True,
        reason="Agreed by the group: who decides for all regions says in public what ties them to others.",
        by=national.secretary,
        at=at,
    )


def add_conflicts(cooperative: Cooperative, boards: list[BoardStory]) -> None:
    """Tell of a provider who withdrew, of a constituency that takes no part, and of a chair who was replaced."""
    by_letters = {story.board.short: story for story in boards}
    _provider(cooperative, by_letters["NW"])
    _chair(cooperative, by_letters["NW"])
    _constituency(cooperative, by_letters["NE"])


def _provider(cooperative: Cooperative, story: BoardStory) -> None:
    at = cooperative.calendar.at(5)
    proposal = _published(
        story,
        "Buy night cover from one agency",
        "Four homes buy night cover separately and pay four prices. One agreement for a year would be cheaper.",
        ClauseInput("One agency", "The board asks three agencies for a price and recommends one of them for a year."),
        cooperative.cast["trustee-staff"],
        at,
    )
    person = cooperative.cast["trustee-providers"]
    conflict = declare_conflict(
        proposal=proposal, what="My employer owns one of the three agencies.", by=person, at=at + timedelta(hours=2)
    )
    treat_conflict(
        conflict=conflict,
        treatment=Treatment.WITHDRAW,
        reasons="The company of the person concerned would gain directly, and prices are in the papers.",
        by=_chairs(story, at),
        at=at + timedelta(hours=4),
    )


def _chair(cooperative: Cooperative, story: BoardStory) -> None:
    at = cooperative.calendar.at(4)
    proposal = _published(
        story,
        "Who trains our new managers",
        "Three bodies offer the course for new managers. We should choose one together.",
        ClauseInput("One course", "The homes of the region send new managers to the same course for two years."),
        cooperative.cast["trustee-young-people"],
        at,
    )
    chair = cooperative.cast["chair-nw"]
    conflict = declare_conflict(
        proposal=proposal, what="I sit on the council of one of the three bodies.", by=chair, at=at + timedelta(hours=2)
    )
    treat_conflict(
        conflict=conflict,
        treatment=Treatment.STAY,
        reasons="An unpaid office, known to everybody: what the chair knows of the course helps, deciding does not.",
        by=_item_chair(proposal, at),
        at=at + timedelta(hours=4),
    )


def _constituency(cooperative: Cooperative, story: BoardStory) -> None:
    at = cooperative.calendar.at(8)
    sitting = holders(story.board, at)
    staff = next(one.person for one in sitting if one.constituency.code == "staff")
    proposal = _published(
        story,
        "What a kept bed is worth",
        "A bed that is kept free costs the home money. What authorities pay for it differs from place to place.",
        ClauseInput("A common price", "Homes and authorities of the region use one price for a bed that is kept free."),
        staff,
        at,
    )
    conflict = raise_constituency_conflict(
        proposal=proposal,
        constituency=Constituency.objects.get(code="local-authorities"),
        what="Local authorities would pay the price that is decided here.",
        by=staff,
        at=at + timedelta(hours=2),
    )[0]
    later = cooperative.calendar.at(4)
    treat_conflict(
        conflict=conflict,
        treatment=Treatment.STAY,
        reasons="Who pays must be heard, and cannot decide the price.",
        by=_item_chair(proposal, later),
        at=later,
    )
    open_round(
        proposal=proposal,
        kind=RoundKind.CONSENSUS_TEST,
        closes_at=cooperative.calendar.at(-4, 18),
        by=_item_chair(proposal, later),
        at=later + timedelta(hours=1),
    )


def _published(story: BoardStory, title: str, summary: str, clause: ClauseInput, by: User, at: datetime) -> Proposal:
    proposal = start_proposal(
        board=story.board,
        title=title,
        summary=summary,
        clauses=[clause],
        kind=ProposalKind.ORDINARY,
        confidentiality=Confidentiality.MEMBERS,
        affects_children=False,
        by=by,
        at=at,
    )
    publish_version(proposal=proposal, change_note="", by=by, at=at)
    return Proposal.objects.select_related("board").get(pk=proposal.pk)


def _chairs(story: BoardStory, at: datetime) -> User:
    term = chair_of(story.board, at)
    if term is None:
        raise LookupError(f"{story.board} has no chair on {at}")
    return term.appointment.person


def _item_chair(proposal: Proposal, at: datetime) -> User:
    return User.objects.get(pk=item_chair(proposal, at).person or 0)
