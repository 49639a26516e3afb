"""Who reads a statement: a table before the release, a table after it, and who is kept out whatever their role."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.people.enums import RoleKind
from portal.people.models import Affiliation, User
from portal.voices.actions.cases import close_case, keep_out, open_case, take_case
from portal.voices.enums.cases import CaseSource
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Invite, Redaction, Release, Statement
from portal.voices.permissions.statements import can_read_raw, is_reader, is_safeguarding
from portal.voices.queries.released import as_released, released_statements
from tests.conftest import NOON
from tests.factories.statements import (
    campaign,
    deputy,
    everybody_hears,
    lead,
    moderator,
    organisation,
    place,
    statement,
)
from tests.factories.voicescasts import GUARDS, askers_of, outsiders, readers_of
from tests.factories.voicescasts import READERS as CAST_READERS
from tests.people import person
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
READERS = {RoleKind.MODERATOR, RoleKind.SAFEGUARDING_LEAD, RoleKind.SAFEGUARDING_DEPUTY}
SAFEGUARDING = READERS - {RoleKind.MODERATOR}
S = StatementState


def can_read_released(who: Person, row: Statement, at: datetime) -> bool:
    """Ask the gate whether it was released to an audience of which somebody is part."""
    return Statement.objects.filter(pk=row.pk).released_to(who, at).exists()


def can_know_statement(who: Person, row: Statement, at: datetime) -> bool:
    """Ask the gate whether somebody may know that it is there."""
    return Statement.objects.filter(pk=row.pk).visible_to(who, at).exists()


def works_for(who: User, owner: object) -> User:
    Affiliation.objects.create(person=who, organisation=owner, role="Manager", starts_on=NOON.date())
    return who


def released(row: Statement, audience: Audience) -> Release:
    """Put a release there, whatever the rules of releasing are: the gate has its own."""
    first, second = person(), person()
    return Release.objects.create(
        statement=row,
        audience=audience,
        proposed_by=first,
        proposed_at=NOON,
        released_by=second,
        released_at=NOON,
    )


@pytest.mark.parametrize("privacy", Privacy)
@pytest.mark.parametrize("state", S)
def test_before_a_release_only_readers_read_and_held_ones_only_lead_and_deputy(state: str, privacy: str) -> None:
    row = statement(state=state, privacy=privacy, where=place())
    may = set() if state == S.DRAFT else SAFEGUARDING if state == S.HELD_SAFEGUARDING else READERS
    read = {role for role in RoleKind if can_read_raw(person(role), row, NOON)}
    assert read == may
    known = {role for role in RoleKind if can_know_statement(person(role), row, NOON)}
    assert known == may
    assert not can_know_statement(AnonymousUser(), row, NOON)


def test_of_all_readers_those_without_a_part_in_the_home_read_it() -> None:
    home = place()
    row = statement(where=home)
    hold(
        {**readers_of(home), **askers_of(home), **outsiders(home)},
        {
            "read for others": (
                f"{CAST_READERS} host_moderator sister_moderator host_lead host_deputy",
                lambda one: is_reader(one, NOON),
            ),
            "keep safe": (f"{GUARDS} host_lead host_deputy", lambda one: is_safeguarding(one, NOON)),
            "read it": (CAST_READERS, lambda one: can_read_raw(one, row, NOON)),
            "know of it": (CAST_READERS, lambda one: can_know_statement(one, row, NOON)),
        },
    )


@pytest.mark.parametrize("role", sorted(READERS))
def test_nobody_who_works_for_the_home_reads_it_whatever_their_role(role: str) -> None:
    owner = organisation()
    home = place(owner)
    reader = works_for(person(role), owner)
    private = statement(where=home)
    asked_there = statement(asked=campaign(place=home))
    several = campaign()
    Invite.objects.create(
        campaign=several, place=home, batch=1, code_hash="0" * 64, expires_on=NOON.date() + timedelta(days=9)
    )
    nobody_can_find = statement(asked=several, privacy=Privacy.ANONYMOUS)
    for row in (private, asked_there, nobody_can_find):
        assert not can_know_statement(reader, row, NOON)
        assert can_read_raw(person(role), row, NOON)
    assert can_read_raw(reader, statement(where=place()), NOON)
    Affiliation.objects.update(ends_on=NOON.date())
    assert can_read_raw(User.objects.get(pk=reader.pk), private, NOON)


def test_one_control_group_counts_as_one_employer() -> None:
    above, below, sister = organisation(), organisation(), organisation()
    for owned in (below, sister):
        owned.owned_by = above
        owned.save()
    row = statement(where=place(below))
    for owner in (above, sister):
        assert not can_know_statement(works_for(moderator(), owner), row, NOON)
    assert can_read_raw(works_for(moderator(), organisation()), row, NOON)


def test_who_is_named_in_its_case_does_not_read_it() -> None:
    one, other, row = lead(), deputy(), statement()
    case = open_case(source=CaseSource.STATEMENT, statement=row, told="A worry.", at=NOON)
    take_case(case=case, by=other, at=NOON)
    assert can_read_raw(one, row, NOON)
    keep_out(case=case, person=one, by=other, at=NOON)
    assert not can_know_statement(one, row, NOON)
    assert can_read_raw(other, row, NOON)


def test_a_case_about_what_is_put_away_keeps_it_from_moderators_until_it_is_closed() -> None:
    one, other, reads, row = lead(), deputy(), moderator(), statement(state=S.ARCHIVED)
    everybody = [one, other, reads]
    assert [can_read_raw(who, row, NOON) for who in everybody] == [True, True, True]
    case = open_case(source=CaseSource.UNSAFE, statement=row, at=NOON)
    assert Statement.objects.get().state == S.ARCHIVED
    assert [can_know_statement(who, row, NOON) for who in everybody] == [True, True, False]
    take_case(case=case, by=other, at=NOON)
    close_case(case=case, reason="Seen to.", by=other, at=NOON)
    assert [can_read_raw(who, row, NOON) for who in everybody] == [True, True, True]


def test_what_is_about_the_lead_is_read_by_the_deputy_only() -> None:
    one, other, reads, row = lead(), deputy(), moderator(), statement()
    open_case(source=CaseSource.UNSAFE, statement=row, is_about_lead=True, at=NOON)
    Statement.objects.update(state=S.IN_MODERATION)
    assert [can_know_statement(who, row, NOON) for who in (one, other, reads)] == [False, True, False]


@pytest.mark.parametrize("audience", Audience)
def test_after_a_release_its_audience_reads_and_no_other(audience: Audience) -> None:
    member, stranger = person(), person()
    everybody_hears(audience, member)
    row = statement(state=S.RELEASED, cleared=True, where=place())
    assert not can_know_statement(member, row, NOON)
    release = released(row, audience)
    assert can_read_released(member, row, NOON)
    assert not can_read_raw(member, row, NOON)
    assert can_read_released(stranger, row, NOON) == (audience == Audience.PUBLIC)
    assert can_read_released(AnonymousUser(), row, NOON) == (audience == Audience.PUBLIC)
    for state in set(S) - {S.RELEASED, S.THEMED, S.ANSWERED}:
        Statement.objects.update(state=state)
        assert not can_know_statement(member, row, NOON), state
    Statement.objects.update(state=S.ANSWERED)
    assert can_read_released(member, row, NOON)
    release.ended_at = NOON + timedelta(minutes=1)
    release.save()
    assert can_read_released(member, row, NOON)
    assert not can_know_statement(member, row, NOON + timedelta(minutes=1))


def test_a_proposal_to_release_shows_nothing() -> None:
    row = statement(state=S.IN_MODERATION, cleared=True)
    Release.objects.create(statement=row, audience=Audience.PUBLIC, proposed_by=person(), proposed_at=NOON)
    Statement.objects.update(state=S.RELEASED)
    assert not can_know_statement(person(), row, NOON)


# Who hears what staff of a team said: a colleague of their organisation, somebody from elsewhere; by size of the team.
SMALL = [
    (10, Audience.SERVICE, True, True),
    (8, Audience.SERVICE, True, True),
    (7, Audience.SERVICE, False, False),
    (None, Audience.SERVICE, False, False),
    (7, Audience.BOARD, False, True),
    (None, Audience.BOARD, False, True),
    (None, Audience.VISITING_TEAM, False, True),
    (7, Audience.MEMBERS, False, False),
    (7, Audience.PUBLIC, False, False),
    (8, Audience.PUBLIC, True, True),
]


@pytest.mark.parametrize(("team", "audience", "colleague_reads", "other_reads"), SMALL)
def test_no_manager_reads_what_staff_of_a_small_team_said(
    team: int | None, audience: Audience, colleague_reads: bool, other_reads: bool
) -> None:
    owner = organisation()
    row = statement(staff=True, state=S.RELEASED, cleared=True, where=place(owner, staff=team))
    colleague, other = works_for(person(), owner), person()
    for who in (colleague, other):
        everybody_hears(audience, who)
    released(row, audience)
    assert can_read_released(colleague, row, NOON) == colleague_reads
    assert can_read_released(other, row, NOON) == other_reads


def test_staff_nobody_can_find_are_of_an_unknown_team() -> None:
    row = statement(staff=True, state=S.RELEASED, cleared=True, privacy=Privacy.ANONYMOUS)
    visitor = person()
    for audience in (Audience.MEMBERS, Audience.VISITING_TEAM):
        everybody_hears(audience, visitor)
    released(row, Audience.MEMBERS)
    assert not can_know_statement(visitor, row, NOON)
    released(row, Audience.VISITING_TEAM)
    assert can_read_released(visitor, row, NOON)


def test_an_audience_reads_cleared_words_only_and_never_what_was_taken_out() -> None:
    row = statement(state=S.RELEASED, cleared=True, text="Told to Zebedee at Elmbrook.")
    first = row.words.get()
    row.words.create(n=2, text="Said later, not yet read.", said_on=NOON.date())
    released(row, Audience.PUBLIC)
    (found,) = released_statements(person(), NOON)
    assert [said.text for said in as_released(found)] == ["Told to Zebedee at Elmbrook."]
    Redaction.objects.create(words=first, text="Told to […] at […].", reason="Names", by=person(), at=NOON)
    (found,) = released_statements(person(), NOON)
    assert [(said.text, said.is_redacted) for said in as_released(found)] == [("Told to […] at […].", True)]
    assert [said.text for said in as_released(row)] == ["Told to […] at […]."]
