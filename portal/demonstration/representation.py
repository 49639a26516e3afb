"""What seats told those they speak for, what came back, and what they asked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zlib import crc32

from governance.actions.reportbacks import respond, send_report_back
from governance.actions.seats import join_constituency
from governance.actions.soundings import answer_sounding, ask_constituency
from governance.models import Decision, Proposal, ReportBack, SoundingOption
from governance.queries.constituencies import find_place, members, place_of, speakers
from governance.queries.reportbacks import starting_text
from portal.demonstration.boards import BoardStory
from portal.demonstration.people import Cooperative

WHY = (
    "it is what most of you told me, and I have seen it work in two homes.",
    "children asked for it, and the first draft was changed until it could be done.",
    "I had doubts about the cost. The review date was brought forward because of them.",
)
MEANS = (
    "nothing changes this week. From the day it holds, do it as written, and tell me where it cannot be done.",
    "we will talk about the first steps at our next meeting. If it makes your work harder, tell me before then.",
    "please read it with the people you work with. I will ask you before the review how it went.",
)
# Report-backs that were not sent: they show what is due, and what is late.
STILL_OWED = {"nw-03": {"staff", "young-people"}, "nw-04": {"providers"}, "nsg-04": {"wales"}}
RESPONSES = {
    "nw-04": (
        "Good that it will be public. Our team would like the waiting times shown for each month, not once a year.",
        "Who works the numbers out? We have no time for another form.",
    ),
    "nw-02": ("Thank you for explaining. It went well in our home: two young people came along to the first visit.",),
}
QUESTION = "Should placement meetings be held by video unless the child wishes otherwise?"
OPTIONS = ("Yes, by video", "No, only when the child chooses it")
ANSWERS = (0, 1, 1, 1, 0, 1, 0)
WORDS = {
    1: "The young person should be asked each time, and it should be written down.",
    3: "Video is fine for reviews. Not for the first meeting.",
    4: "It saves two hours of driving, which I can spend with the children.",
}
OPEN_QUESTION = "Which animals would be right for your home, and who would look after them at weekends?"


def report_back(cooperative: Cooperative, key: str, decision: Decision) -> Iterator[datetime]:
    """Let each seat report back some days after the decision, and members answer; never later than this morning."""
    latest = cooperative.calendar.at(0, 8)
    for number, row in enumerate(ReportBack.objects.filter(decision=decision).select_related("seat")):
        place = place_of(decision.board, row.seat)
        if place.code in STILL_OWED.get(key, ()):
            continue
        at = decision.decided_at + timedelta(days=2 + number % 4, hours=1, minutes=number)
        carriers = [holder for holder in speakers(place, at) if holder.seat.pk == row.seat_id]
        if at > latest or not carriers:
            continue
        yield at
        beginning = starting_text(row)
        turn = crc32(f"{key} {place.code}".encode()) % 3
        text = beginning.replace("Why: ", f"Why: {WHY[turn]}") + MEANS[turn]
        send_report_back(report_back=row, text=text, by=carriers[0].person, at=at)
        if place.code == "staff":
            for turn, words in enumerate(RESPONSES.get(key, ())):
                yield (said := at + timedelta(days=1 + turn, minutes=7))
                respond(report_back=row, text=words, by=members(place, said)[turn], at=said)


def add_staff(cooperative: Cooperative, north_west: BoardStory) -> None:
    """Let the North West staff be enough that what they answer together can be shown."""
    place = find_place(north_west.board, "staff")
    if place is None or place.constituency is None:
        return
    for _ in range(4):
        join_constituency(
            board=north_west.board,
            constituency=place.constituency,
            person=cooperative.somebody(),
            starts_on=cooperative.founded_on,
            by=north_west.secretary,
            at=cooperative.founded_at,
        )


def add_soundings(cooperative: Cooperative, north_west: BoardStory, proposals: dict[str, Proposal]) -> None:
    """Ask the North West staff twice: a question that has closed, and one that is open."""
    place = find_place(north_west.board, "staff")
    if place is None:
        return
    calendar = cooperative.calendar
    asked = calendar.at(26, 12)
    seat = speakers(place, asked)[0].person
    closed = ask_constituency(
        place=place,
        question=QUESTION,
        options=OPTIONS,
        closes_at=calendar.at(19, 20),
        about=proposals["nw-09"],
        by=seat,
        at=asked,
    )
    options = list(SoundingOption.objects.filter(sounding=closed))
    for number, (person, pick) in enumerate(zip(members(place, asked), ANSWERS, strict=False)):
        at = asked + timedelta(days=1 + number % 4, minutes=number)
        answer_sounding(
            sounding=closed,
            option=options[pick],
            text=WORDS.get(number, ""),
            named=number == 3,
            by=person,
            at=at,
        )
    asked = calendar.at(3, 12)
    still_open = ask_constituency(
        place=place,
        question=OPEN_QUESTION,
        options=(),
        closes_at=calendar.at(-4, 20),
        about=proposals["nw-10"],
        by=speakers(place, asked)[0].person,
        at=asked,
    )
    first = next(one for one in members(place, asked) if one != cooperative.cast["constituency-member"])
    answer_sounding(
        sounding=still_open,
        option=None,
        text="A dog, if two of us are trained. Weekends would have to be in the rota.",
        named=True,
        by=first,
        at=calendar.at(2, 18),
    )
