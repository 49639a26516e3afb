"""Who gathers what was heard, publishes it, answers it: nobody publishes what they wrote or answers a draft."""

import pytest
from django.db.models import Q

from portal.voices.enums.themes import ThemeState
from portal.voices.models import Theme
from portal.voices.permissions import themes
from tests.conftest import NOON
from tests.factories.statements import place
from tests.factories.voicescasts import askers_of, outsiders, readers_of
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
T = ThemeState
GATHERS = "participation host_participation"
MODERATES = "one two left host_moderator sister_moderator"
# What a theme holds has been released: who works at one home has the same part in it as anybody.
SEES = f"{GATHERS} {MODERATES} programme"


@pytest.fixture
def cast() -> dict[str, Person]:
    home = place()
    return {**readers_of(home), **askers_of(home), **outsiders(home)}


def theme(by: Person, state: str = T.DRAFT) -> Theme:
    """Return a theme as it would be read; only its fields are asked."""
    return Theme(title="Evenings", state=state, made_by_id=by.pk)


def states(may: str, who: Person, row: Theme) -> set[ThemeState]:
    found = set()
    for state in T:
        row.state = state
        found |= {state} if getattr(themes, may)(who, row, NOON) else set()
    return found


def test_the_participation_lead_gathers_and_counts_and_who_publishes_or_answers_sees_drafts(
    cast: dict[str, Person],
) -> None:
    hold(
        cast,
        {
            "write themes": (GATHERS, lambda one: themes.can_gather(one, NOON)),
            "publish numbers": (GATHERS, lambda one: themes.can_publish_numbers(one, NOON)),
            "see drafts": (SEES, lambda one: themes.can_see_themes(one, NOON)),
            # The audience of everything released, and of nothing else.
            "read what was released": (GATHERS, lambda one: themes.gathers_from(one, NOON) == Q()),
            "read nothing for it": (
                " ".join(set(cast) - set(GATHERS.split())),
                lambda one: themes.gathers_from(one, NOON) is None,
            ),
        },
    )


def test_a_draft_is_changed_by_who_gathers_and_published_by_somebody_who_did_not_write_it(
    cast: dict[str, Person],
) -> None:
    draft, anothers = theme(cast["participation"]), theme(cast["one"])
    publishes = f"{GATHERS} {MODERATES}".split()
    hold(
        cast,
        {
            "change it": (GATHERS, lambda one: themes.can_change_theme(one, draft, NOON)),
            "publish it": (
                " ".join(name for name in publishes if name != "participation"),
                lambda one: themes.can_publish_theme(one, draft, NOON),
            ),
            "publish another's": (
                " ".join(name for name in publishes if name != "one"),
                lambda one: themes.can_publish_theme(one, anothers, NOON),
            ),
        },
    )
    assert states("can_change_theme", cast["participation"], draft) == {T.DRAFT}
    assert states("can_publish_theme", cast["one"], draft) == {T.DRAFT}


def test_what_is_published_is_answered_and_can_be_taken_down(cast: dict[str, Person]) -> None:
    shown = theme(cast["participation"], T.PUBLISHED)
    hold(
        cast,
        {
            "take it down": (f"{GATHERS} {MODERATES}", lambda one: themes.can_take_down(one, shown, NOON)),
            "answer": (f"{GATHERS} programme", lambda one: themes.can_answer(one, shown, NOON)),
        },
    )
    assert states("can_take_down", cast["one"], shown) == {T.PUBLISHED}
    assert states("can_answer", cast["programme"], shown) == {T.PUBLISHED}
