"""The report of last week's visit: written by the team, agreed with one dissent, and with the service to be checked."""

from peerreview.actions import accuracy, recommendations, reports
from peerreview.domain.judgements import Judgement
from peerreview.domain.reports import SMART
from peerreview.domain.selfassessments import Save
from peerreview.enums.reports import SeatStance, Strength
from peerreview.enums.reviews import ReviewState
from peerreview.enums.selfassessments import Score
from peerreview.enums.teams import SeatState
from peerreview.models import Review, StandardResponse, TeamSeat, VisitReport
from peerreview.queries.selfassessments import applicable
from portal.demonstration.people import Cooperative
from portal.demonstration.visits import LAST_WEEKS, host_of
from portal.people.models import User

# Days ago: judged the day after, put to the team, spoken of, sent to the service, answered by it.
JUDGED, PUT, SAID, SENT, ANSWERED = 6, 5, 4, 3, 1
SEEN = (
    "We saw it at supper and again in the morning, without anybody showing it to us.",
    "It is so on paper. In the two plans we read, nobody had written what came of it.",
    "Adults and young people said the same in different words, in sessions that knew nothing of each other.",
    "The book of the house meeting shows it for eleven of the last twelve weeks.",
    "It works while the manager is there. Nobody could tell us what happens on a weekend.",
    "One adult has been trained and passes it on; the others could say what they had learned.",
)
LOWER = "We read it in the plans and asked on the day; what the service describes was planned, and had not begun."
HIGHER = "The service is stricter with itself than what we saw: every young person we met could name an example."
GOOD = (
    "Nobody eats alone, and nobody has to talk. Whoever comes down late still finds somebody at the table.",
    "The young people chair the house meeting, and what they asked for in spring hangs in the kitchen with a date.",
)
ASKED = (
    (
        Strength.MUST,
        "Plan supervision for every adult, also for those who work nights.",
        "Each adult has had supervision in each month from January to June.",
        "The deputy leads half of them; the rota of January leaves two hours a week free for it.",
        "Adults who are heard themselves can stay calm when an evening is hard.",
        "By the end of June.",
    ),
    (
        Strength.SHOULD,
        "Write beside every plan what came of it, in the words of the child where they wish.",
        "In six plans of six, read at the progress review, it is written what came of it.",
        "It takes ten minutes in the meeting that takes place anyway.",
        "A plan that nobody looks at again tells a child that it was not meant.",
        "Begun in February, usual by May.",
    ),
    (
        Strength.COULD,
        "Let a young person welcome visitors with an adult beside them.",
        "At the next three visits a young person who wishes to opens the door.",
        "Two of them offered it on the day.",
        "Whoever welcomes people at home knows that it is their home.",
        "Before the summer.",
    ),
)
SUMMARY = (
    "This is a warm house in which children are known. Adults speak of them by what they like, meals are shared, and"
    " the house meeting has consequences.\n\nWhat holds on weekdays does not always hold on weekends, and much that is"
    " done well is not written down, so that it depends on who is there."
)
PLAIN = (
    "Some people came to see how it is to live in your home. They liked that everybody eats together and that your"
    " meeting changes things.\n\nThey asked the adults to do two things: to talk with each other every month about how"
    " they are, and to write down what came of your plans, so that you can see it too."
)
DISSENT = "I would have scored the weekends lower: in our session two people said that nobody is there to ask."
NOT_SO = "The deputy leads supervision as well; on the day of the visit she was on leave, so nobody asked her."


def write_report(cooperative: Cooperative) -> None:
    """Tell it through the acts, each on its day."""
    pk = Review.objects.get(service__urn=LAST_WEEKS, state=ReviewState.DRAFTING).pk
    review, calendar = _read(pk), cooperative.calendar
    seats = TeamSeat.objects.filter(team__review=review, state=SeatState.ATTENDED).order_by("number")
    team = [seat.person for seat in seats.select_related("person") if seat.person]
    lead = team[0]
    _judge(cooperative, review, team)
    at = calendar.at(JUDGED, 17)
    for text in GOOD:
        reports.name_achievement(review=review, text=text, by=lead, at=at)
    standards = applicable(review)
    for number, (strength, *fields) in enumerate(ASKED):
        recommendations.recommend(
            review=_read(pk),
            strength=strength,
            fields=dict(zip(SMART, fields, strict=True)),
            standards=standards[number * 3 : number * 3 + 2],
            carried_from=None,
            by=lead,
            at=at,
        )
    base = VisitReport.objects.get(review=review).version
    reports.write_summaries(review=_read(pk), summary=SUMMARY, plain_summary=PLAIN, base=base, by=lead, at=at)
    reports.put_to_team(review=_read(pk), by=lead, at=calendar.at(PUT))
    for number, person in enumerate(team):
        is_last = number == len(team) - 1
        stance, text = (SeatStance.DISSENTS, DISSENT) if is_last else (SeatStance.AGREES, "")
        reports.say_of_draft(review=_read(pk), stance=stance, text=text, by=person, at=calendar.at(SAID, 9 + number))
    accuracy.send_for_accuracy(review=_read(pk), reason="", by=lead, at=calendar.at(SENT))
    host = host_of(review)
    accuracy.comment_on(review=_read(pk), paragraph=2, statement=NOT_SO, by=host, at=calendar.at(ANSWERED, 15))


def _judge(cooperative: Cooperative, review: Review, team: list[User]) -> None:
    own = StandardResponse.objects.filter(self_assessment__review=review, voice="staff")
    scores = dict(own.values_list("standard", "score"))
    for number, standard in enumerate(applicable(review)):
        said = scores.get(standard.pk, "")
        if said in ("", Score.NOT_APPLICABLE):
            continue
        score, why = said, ""
        if number % 9 == 4:
            score, why = (Score.PARTLY_MET, LOWER) if said == Score.MET else (Score.MET, HIGHER)
        judgement = Judgement(score=score, commentary=SEEN[number % len(SEEN)], difference=why)
        save = Save(judgement, base=0, writer="0" * 16, seq=number + 1)
        at = cooperative.calendar.at(JUDGED, 9 + number // 12, number % 12 * 5)
        reports.save_judgement(review=review, standard=standard, save=save, by=team[number % len(team)], at=at)


def _read(pk: int) -> Review:
    along = ("service__region", "cycle", "edition__set", "report", "visit", "self_assessment")
    return Review.objects.select_related(*along).get(pk=pk)
