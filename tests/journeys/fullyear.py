"""What a full year does in bulk, through the real actions and by the portal's clock: forms that are filled 72 times.

Run inside the portal: ``manage.py shell -c "from tests.journeys import fullyear; fullyear.answer_the_rest(5)"``.
"""

from django.utils import timezone

from peerreview.actions.reports import save_judgement, say_of_draft
from peerreview.actions.selfassessments import save_answer
from peerreview.actions.teams import accept
from peerreview.actions.visits import answer_days
from peerreview.domain.judgements import Judgement
from peerreview.domain.selfassessments import Answer, Save
from peerreview.enums.hosts import HostKind
from peerreview.enums.reports import SeatStance
from peerreview.enums.selfassessments import Score, Voice
from peerreview.enums.visits import Coming
from peerreview.models import HostRole, PeerJudgement, Review, StandardResponse, TeamSeat
from peerreview.queries.selfassessments import applicable
from portal.people.models import User

# The one of the team who has no browser: the third peer.
WITHOUT_BROWSER = 4
WRITER = "a" * 16


def answer_the_rest(review: int) -> None:
    """Answer for the staff whatever nobody has answered on the pages."""
    row, at = _read(review), timezone.now()
    host = HostRole.objects.active(at).filter(service=row.service, kind=HostKind.LEAD).select_related("person")[0]
    said = StandardResponse.objects.filter(self_assessment__review=row, voice=Voice.STAFF).exclude(score="")
    answered = set(said.values_list("standard", flat=True))
    answer = Answer(Score.MET, "A visitor would see it at breakfast.")
    for standard in applicable(row):
        if standard.pk not in answered:
            save = Save(answer, 0, WRITER, 1)
            save_answer(review=row, standard=standard, voice=Voice.STAFF, save=save, by=host.person, at=at)


def come_along(review: int) -> None:
    """Let the third peer say yes, and that they can come on every day."""
    seat, person = _peer(review)
    at = timezone.now()
    accept(seat=seat, by=person, at=at)
    row = _read(review)
    answer_days(review=row, coming=dict.fromkeys(row.visit.days, Coming.CAN), by=person, at=at)


def judge_the_rest(review: int) -> None:
    """Judge as the third peer whatever nobody has judged on the pages."""
    row, at = _read(review), timezone.now()
    _seat, person = _peer(review)
    judged = PeerJudgement.objects.filter(report__review=row).exclude(score="").values_list("standard", flat=True)
    known, judgement = set(judged), Judgement(score=Score.MET, commentary="We saw it at supper.")
    for number, standard in enumerate(applicable(row)):
        if standard.pk not in known:
            save = Save(judgement, base=0, writer=WRITER, seq=number + 1)
            save_judgement(review=row, standard=standard, save=save, by=person, at=at)


def agree_to_the_draft(review: int) -> None:
    """Let the third peer agree to the draft."""
    _seat, person = _peer(review)
    say_of_draft(review=_read(review), stance=SeatStance.AGREES, text="", by=person, at=timezone.now())


def _peer(review: int) -> tuple[TeamSeat, User]:
    seat = TeamSeat.objects.select_related("team__review", "person").get(team__review=review, number=WITHOUT_BROWSER)
    if seat.person is None:
        raise AssertionError("The third peer has no seat.")
    return seat, seat.person


def _read(review: int) -> Review:
    along = ("service__region", "cycle", "edition__set", "report", "visit", "self_assessment")
    return Review.objects.select_related(*along).get(pk=review)
