"""Who knows of a case and acts: lead and deputy, the chair where they cannot; to whoever is named there is none."""

from datetime import timedelta

import pytest

from portal.people.enums import RoleKind
from portal.voices.enums.cases import CaseSource, CaseState
from portal.voices.models import Case, CaseAlert, CaseExclusion, Place
from portal.voices.models.caseaccess import register_chairs
from portal.voices.permissions import cases
from tests.conftest import NOON
from tests.factories.people import AffiliationFactory
from tests.factories.statements import place
from tests.factories.voicescasts import GUARDS, askers_of, outsiders, readers_of
from tests.people import person
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
C = CaseState
EVERY_GUARD = f"{GUARDS} host_lead host_deputy named_lead named_deputy both lead_in_the_chair"


@pytest.fixture
def home() -> Place:
    return place()


@pytest.fixture
def cast(home: Place) -> dict[str, Person]:
    lead, deputy = RoleKind.SAFEGUARDING_LEAD, RoleKind.SAFEGUARDING_DEPUTY
    found = {
        **readers_of(home),
        **askers_of(home),
        **outsiders(home),
        "named_lead": person(lead),
        "named_deputy": person(deputy),
        "both": person(lead, deputy),
        "chair": person(),
        "host_chair": person(),
        "gone_chair": person(is_active=False),
        "lead_in_the_chair": person(lead),
    }
    AffiliationFactory(person=found["host_chair"], organisation=home.organisation)
    chairs = {who.pk for name, who in found.items() if name.endswith("chair")}
    register_chairs(lambda at: chairs)
    return found


def case(home: Place, cast: dict[str, Person], **fields: object) -> Case:
    """Open a case about the home in which a lead and a deputy are named."""
    keep = NOON.date() + timedelta(days=9)
    row = Case.objects.create(source=CaseSource.ADULT, place=home, opened_at=NOON, keep_until=keep, **fields)
    for name in ("named_lead", "named_deputy"):
        CaseExclusion.objects.create(case=row, person_id=cast[name].pk, at=NOON)
    return row


def test_lead_and_deputy_have_the_list_and_whoever_is_in_the_chair(cast: dict[str, Person]) -> None:
    everyone = f"{EVERY_GUARD} chair host_chair"
    hold(cast, {"have the list": (everyone, lambda one: cases.can_open_cases(one, NOON))})


def test_a_case_is_known_to_lead_and_deputy_who_are_not_named_and_do_not_work_there(
    home: Place, cast: dict[str, Person]
) -> None:
    ordinary, about_lead = case(home, cast), case(home, cast, is_about_lead=True)
    climbed = case(home, cast)
    for name in ("chair", "host_chair", "gone_chair"):
        CaseAlert.objects.create(case=climbed, person_id=cast[name].pk, rung=2, sent_at=NOON)
    guards = f"{GUARDS} both lead_in_the_chair"
    hold(
        cast,
        {
            "know of it": (guards, lambda one: cases.can_know_case(one, ordinary, NOON)),
            # Whoever is lead is out, also with another office beside it.
            "know what is about the lead": ("deputy chair", lambda one: cases.can_know_case(one, about_lead, NOON)),
            "know what has climbed": (f"{guards} chair", lambda one: cases.can_know_case(one, climbed, NOON)),
        },
    )
    AffiliationFactory(person=cast["deputy"], organisation=home.organisation)
    moved = type(cast["deputy"]).objects.get(pk=cast["deputy"].pk)
    assert not cases.can_know_case(moved, ordinary, NOON)


# What somebody does who may know of it, and in which states of the case.
ACTS = {
    "can_take_case": {C.OPEN, C.TAKEN, C.REFERRED},
    "can_work_on_case": {C.TAKEN, C.REFERRED},
    "can_close_case": {C.TAKEN, C.REFERRED},
    "can_reopen_case": {C.CLOSED},
}


@pytest.mark.parametrize(("right", "states"), list(ACTS.items()))
def test_whoever_knows_of_it_acts_as_its_state_allows_and_nobody_else(
    home: Place, cast: dict[str, Person], right: str, states: set[CaseState]
) -> None:
    row = case(home, cast, is_about_lead=True)
    if right == "can_close_case":
        row.taken_by_id = cast["deputy"].pk
    may = getattr(cases, right)
    row.state = next(state for state in C if state in states)
    who = "deputy" if right == "can_close_case" else "deputy chair"
    hold(cast, {right: (who, lambda one: may(one, row, NOON))})
    found = set()
    for state in C:
        row.state = state
        found |= {state} if may(cast["deputy"], row, NOON) else set()
    assert found == states


def test_who_is_on_it_is_relieved_by_somebody_else_and_does_not_take_it_twice(
    home: Place, cast: dict[str, Person]
) -> None:
    row = case(home, cast, state=C.TAKEN)
    row.taken_by_id = cast["lead"].pk
    hold(
        cast,
        {
            "take it over": ("deputy both lead_in_the_chair", lambda one: cases.can_take_case(one, row, NOON)),
            "work on it": (f"{GUARDS} both lead_in_the_chair", lambda one: cases.can_work_on_case(one, row, NOON)),
        },
    )


@pytest.mark.parametrize("state", [C.TAKEN, C.REFERRED])
def test_who_is_on_it_closes_it_and_who_is_not_takes_it_over_first(
    home: Place, cast: dict[str, Person], state: CaseState
) -> None:
    row = case(home, cast, state=state)
    closes = {"close it": ("", lambda one: cases.can_close_case(one, row, NOON))}
    hold(cast, closes)
    # Whoever is away, kept out of it, or works at the home by now holds nobody up: another takes it and closes it.
    for holder, may in (("lead", "lead"), ("deputy", "deputy"), ("named_lead", ""), ("host_deputy", ""), ("one", "")):
        row.taken_by_id = cast[holder].pk
        hold(cast, {"close it": (may, closes["close it"][1])})
        others = {name for name in ("lead", "deputy", "both") if name != holder}
        assert all(cases.can_take_case(cast[name], row, NOON) for name in others)
