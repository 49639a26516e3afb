"""The whole story, from the founding to this morning.

Published figures come first, each file by itself; everything else is one transaction: whole or not there at all.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from django.db import transaction

from governance.models import Board
from portal.demonstration.accreditation import add_accreditations
from portal.demonstration.actionplans import follow_reports
from portal.demonstration.boards import (
    BoardStory,
    add_constituencies,
    add_meetings,
    add_national_group,
    add_regional_boards,
)
from portal.demonstration.calendar import Calendar
from portal.demonstration.chairs import leave_chairs_open, take_turns
from portal.demonstration.interests import add_conflicts, add_registers
from portal.demonstration.meetings import add_actions, add_attendance
from portal.demonstration.networkreports import publish_network_report
from portal.demonstration.peerreviews import add_peer_reviews
from portal.demonstration.people import Cooperative, add_cast, add_providers
from portal.demonstration.published import add_pages, add_published_figures, add_standards
from portal.demonstration.reports import write_report
from portal.demonstration.representation import add_soundings, add_staff
from portal.demonstration.reviews import LATER, ReviewTelling
from portal.demonstration.selfassessments import add_self_assessments, arrange_visits, register
from portal.demonstration.services import add_services
from portal.demonstration.standards import add_next_edition
from portal.demonstration.stories import BEGUN, Story, Telling, read_stories, tell_together
from portal.demonstration.teams import add_teams
from portal.demonstration.urgents import URGENT, UrgentTelling
from portal.demonstration.visits import hold_visits
from portal.demonstration.voices import add_voices
from portal.notifications.actions.notices import mark_all_read
from portal.notifications.quiet import without_mail, without_notices
from portal.people.models import User
from portal.search.filling import paused, rebuild

MONTHS = 26
TOLD_SINCE = 45  # days ago; before that nobody is told any more
READ_UNTIL = 12  # days ago; what came since is unread
SEED = 20241101


def is_prepared() -> bool:
    """Say whether there is anything already; the demonstration never adds to what people did."""
    return Board.objects.exists()


def prepare(*, today: date, say: Callable[[str], None]) -> None:
    """Write the demonstration; ``today`` is its last day. The same day gives the same story."""
    calendar = Calendar(today)
    cooperative = Cooperative(calendar, Random(SEED), calendar.months(MONTHS))  # noqa: S311  (a story, not a secret)
    say("Adding authorities and published figures …")
    add_published_figures(cooperative, say)
    # Two years of letters were read long ago: nothing of the story waits to be sent.
    with paused(), transaction.atomic(), without_mail():
        say("Adding people and organisations …")
        add_cast(cooperative)
        add_providers(cooperative)
        say("Founding the boards …")
        with without_notices():
            regional = add_regional_boards(cooperative, add_constituencies(cooperative))
            boards = [*regional, add_national_group(cooperative, regional)]
            take_turns(cooperative, boards)
            add_meetings(cooperative, boards)
            add_attendance(boards)
            add_staff(cooperative, next(story for story in boards if story.board.short == "NW"))
        leave_chairs_open(cooperative, boards)
        say("Adding services and standards …")
        add_services(cooperative)
        add_standards(cooperative)
        say("Planning two years of reviews …")
        register()
        add_peer_reviews(cooperative)
        say("Looking for reviewers and teams …")
        add_teams(cooperative)
        add_next_edition(cooperative)
        say("Writing in workbooks …")
        with without_notices():
            add_self_assessments(cooperative)
        arrange_visits(cooperative)
        hold_visits(cooperative)
        write_report(cooperative)
        add_accreditations(cooperative)
        say("Telling two years of proposals and decisions …")
        tell_stories(cooperative, boards, say)
        say("Filling in registers of interests …")
        with without_notices():
            add_registers(cooperative, boards)
        add_conflicts(cooperative, boards)
        add_actions(cooperative, next(story for story in boards if story.board.short == "NW"))
        say("Following what became of last year’s reviews …")
        follow_reports(cooperative)
        publish_network_report(cooperative)
        say("Listening to young people and staff …")
        add_voices(cooperative)
        say("Publishing the pages …")
        add_pages(cooperative)
        for person in User.objects.all():
            mark_all_read(by=person, at=calendar.at(READ_UNTIL))
    rebuild()


def tell_stories(cooperative: Cooperative, boards: list[BoardStory], say: Callable[[str], None]) -> None:
    """Tell every story on its board."""
    by_letters = {story.board.short: story for story in boards}
    stories, days = _with_days(read_stories())
    tellings: list[Telling] = [
        (ReviewTelling if story["key"] in LATER else Telling)(cooperative, by_letters[story["board"]], story, begun)
        for story, begun in zip(stories, days, strict=True)
    ]
    tellings += [UrgentTelling(cooperative, by_letters[story["board"]], story, story["begun"]) for story in URGENT]

    def told(left: int) -> None:
        if left % 10 == 0:
            say(f"  {len(tellings) - left} of {len(tellings)} proposals")

    tell_together(tellings, told, told_since=cooperative.calendar.at(TOLD_SINCE))
    proposals = {telling.key: telling.proposal for telling in tellings if telling.proposal is not None}
    add_soundings(cooperative, by_letters["NW"], proposals)


def _with_days(stories: list[Story]) -> tuple[list[Story], list[int]]:
    """Spread the finished stories over two years; the others begin as long ago as their ending needs."""
    finished = [story for story in stories if story["ending"] not in BEGUN]
    step = 620 / max(1, len(finished))
    days = {story["key"]: int(700 - number * step) for number, story in enumerate(finished)}
    begun = [days.get(story["key"], BEGUN.get(story["ending"], 40)) for story in stories]
    return stories, [story.get("begun", day) for story, day in zip(stories, begun, strict=True)]
