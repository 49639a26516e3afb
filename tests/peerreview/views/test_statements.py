"""What was released of voices stands in the workbook for whom it was released, and goes when it is gone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peerreview.actions.progress import close_review
from peerreview.models import PlanAction, QuestionTag, Review, Standard
from peerreview.queries.planchecks import findings
from portal.people.refusals import Refused
from portal.voices.actions.deletion import delete_statement
from portal.voices.actions.releases import end_releases
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import Gone, StatementState
from portal.voices.models import Campaign, Place, Redaction, Release, Statement
from tests.conftest import NOON
from tests.factories import actionplans as plan
from tests.factories import reports as make
from tests.factories.reviewers import ReviewerConflictFactory
from tests.factories.selfassessments import lead_of, review_with
from tests.factories.statements import SAID, campaign, place, statement
from tests.people import browser, person

pytestmark = pytest.mark.django_db
BOXES = dict.fromkeys(("space", "voice", "audience", "can_change", "cannot_change"), "As agreed.")


def released(
    asked: Campaign, audience: Audience = Audience.SERVICE, text: str = SAID, where: Place | None = None
) -> Statement:
    row = statement(text=text, asked=asked, state=StatementState.RELEASED, cleared=True, where=where)
    by = {"proposed_by": person(), "released_by": person()}
    Release.objects.create(statement=row, audience=audience, proposed_at=NOON, released_at=NOON, **by)
    return row


def of_review(review: Review) -> Campaign:
    return campaign(kind="review", subject_kind="review", subject_key=review.pk)


def page_of(review: Review) -> str:
    page = browser(lead_of(review)).get(f"/reviews/{review.pk}/self-assessment/young-people/")
    assert page.status_code == 200
    return page.content.decode()


def test_who_writes_the_self_assessment_reads_what_was_released_to_the_service() -> None:
    review = review_with(1)
    here = place(service_key=review.service_id)
    released(of_review(review))
    released(campaign(), text="From every day", where=here)
    released(campaign(), text="From another home", where=place())
    released(of_review(review), Audience.VISITING_TEAM, "For the team alone")
    released(campaign(), Audience.PUBLIC, "Everybody reads it, and nobody where it was said", here)
    statement(text="Nobody has read this", asked=of_review(review), where=here)
    page = page_of(review)
    assert SAID in page
    assert "From every day" in page
    for words in ("From another home", "For the team alone", "nobody where it was said", "Nobody has read this"):
        assert words not in page


def test_words_are_read_as_they_were_cleared() -> None:
    review = review_with(1)
    row = released(of_review(review), text="Zebedee shouts at night")
    Redaction.objects.create(words=row.words.get(), text="[…] shouts at night", reason="A name.", by=person(), at=NOON)
    page = page_of(review)
    assert "[…] shouts at night" in page
    assert "Zebedee" not in page


def test_what_is_ended_is_gone_and_what_was_taken_back_leaves_a_gap() -> None:
    review = review_with(1)
    asked = of_review(review)
    ended, back = released(asked, text="Ended again"), released(asked, text="Taken back again")
    assert "[Something was taken back" not in page_of(review)
    end_releases(ended, NOON)
    delete_statement(statement=back, why=Gone.WITHDRAWN, at=NOON)
    page = page_of(review)
    assert "Ended again" not in page
    assert "Taken back again" not in page
    assert "[Something was taken back" in page


def test_page_asks_the_same_for_one_and_three() -> None:
    review = review_with(1)
    asked = of_review(review)
    lead = lead_of(review)
    counts = []
    for many in (1, 2):
        for _number in range(many):
            released(asked)
        client = browser(lead)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/reviews/{review.pk}/self-assessment/young-people/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def tagged(row: Statement, review: Review, code: str = "1.1") -> None:
    question = row.words.get().question
    assert question is not None
    standard = Standard.objects.get(edition=review.edition, code=code)
    QuestionTag.objects.create(question=question, standard=standard, tagged_by=person())


def released_to_team(review: Review, text: str = SAID) -> Statement:
    return released(of_review(review), Audience.VISITING_TEAM, text)


def test_what_is_about_a_standard_stands_beside_its_judgement_and_in_the_pack_of_the_visit() -> None:
    review = make.visited(2)
    tagged(released_to_team(review), review)
    released(of_review(review), Audience.SERVICE, "For the service alone")
    team = browser(make.team_of(review)[1])
    judged = {
        code: team.get(f"/reviews/{review.pk}/report/standards/{code}/").content.decode() for code in ("1.1", "1.2")
    }
    assert SAID in judged["1.1"]
    assert SAID not in judged["1.2"]
    pack = team.get(f"/reviews/{review.pk}/visit/pack/").content.decode()
    assert SAID in pack
    assert "Which standards it is about" in pack
    assert "For the service alone" not in pack
    for other in (lead_of(review), make.manager(), person()):
        assert browser(other).get(f"/reviews/{review.pk}/visit/pack/").status_code == 404


def test_a_pack_without_words_says_why() -> None:
    review = make.visited(1)
    page = browser(make.team_of(review)[0]).get(f"/reviews/{review.pk}/visit/pack/").content.decode()
    assert "read by somebody independent first" in page


def test_pack_asks_the_same_for_one_and_three() -> None:
    review = make.visited(1)
    counts = []
    for many in (1, 2):
        for _number in range(many):
            tagged(released_to_team(review), review)
        client = browser(make.team_of(review)[0])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/reviews/{review.pk}/visit/pack/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_whether_it_got_better_is_asked_by_who_runs_the_review_and_read_by_them_and_the_service() -> None:
    review = plan.handed_in(plan.reported(("must",)))
    manager, host = make.manager(), lead_of(review)
    page = browser(manager).get(f"/reviews/{review.pk}/plan/").content.decode()
    assert f"/voices/campaigns/about/progress/{review.pk}/" in page
    sent = browser(manager).post(f"/voices/campaigns/about/progress/{review.pk}/", {"title": "Did it get better?"})
    assert sent.status_code == 302
    asked = Campaign.objects.get()
    assert (asked.kind, asked.subject_key, asked.place.service_key) == ("progress", review.pk, review.service_id)  # type: ignore[union-attr]
    Campaign.objects.update(state="open", opened_at=NOON, opens_on=NOON.date(), audience_by=NOON.date(), **BOXES)
    for audience, text in ((Audience.VISITING_TEAM, "For who looks back"), (Audience.SERVICE, "For the home")):
        released(Campaign.objects.get(), audience, text)
    shown = {who: browser(who).get(f"/reviews/{review.pk}/plan/").content.decode() for who in (manager, host)}
    assert "For who looks back" in shown[manager]
    assert "For the home" not in shown[manager]
    assert "For the home" in shown[host]
    assert "For who looks back" not in shown[host]
    assert browser(host).get(f"/voices/campaigns/about/progress/{review.pk}/").status_code == 404


def test_no_plan_is_closed_without_a_word_on_whether_it_got_better() -> None:
    review = plan.handed_in(plan.reported(("must",)))
    plan.verified(PlanAction.objects.get())
    manager = make.manager()
    with pytest.raises(Refused, match="Say whether it got better"):
        close_review(review=make.fresh(review), text="Done.", better=" ", by=manager, at=NOON)
    client = browser(manager)
    path = f"/reviews/{review.pk}/plan/close/"
    again = client.post(path, {"text": "Done.", "better": ""})
    assert again.status_code == 422
    assert "Done." in again.content.decode()
    assert client.post(path, {"text": "Done.", "better": "Two say that it did."}).status_code == 302
    assert "Two say that it did." in browser(lead_of(review)).get(f"/reviews/{review.pk}/plan/").content.decode()
    assert list(findings(NOON)) == []


def test_nobody_looks_back_on_a_review_they_are_a_stranger_to() -> None:
    review = plan.handed_in(plan.reported(("must",)))
    released(campaign(kind="progress", subject_kind="progress", subject_key=review.pk), Audience.VISITING_TEAM)
    manager = make.manager()
    ReviewerConflictFactory(person=manager, service=review.service)
    audiences = [Audience.VISITING_TEAM]
    assert not Statement.objects.released_to(manager, NOON, audiences).exists()
    assert Statement.objects.released_to(make.manager(), NOON, audiences).exists()
