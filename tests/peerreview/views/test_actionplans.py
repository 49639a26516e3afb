"""The pages of a plan: who reads them, that nothing typed is lost, every form, the file, and how many questions."""

import csv
import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peerreview.actions import progress
from peerreview.actions.actionplans import say_why_not
from peerreview.actions.carrying import carry_into
from peerreview.enums.actionplans import ActionState as A
from peerreview.enums.reviews import ReviewState
from peerreview.models import NotTakenUp, PlanAction, PlanEvidence, Review
from peerreview.queries.actionplans import history_of_plan
from portal.people.models import User
from portal.today import today
from tests.conftest import NOON
from tests.factories import actionplans as plan
from tests.factories import reports as make
from tests.factories.people import UserFactory
from tests.factories.reviewers import ReviewerConflictFactory
from tests.factories.selfassessments import lead_of
from tests.people import browser

pytestmark = pytest.mark.django_db
DAY = {"due_on-day": "15", "due_on-month": "1", "due_on-year": "2027"}


@pytest.fixture(autouse=True)
def _noon(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = str(tmp_path)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        yield


def status(person: User, path: str) -> int:
    return int(browser(person).get(path).status_code)


def asked_by(client: Client, path: str) -> int:
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_every_form_does_its_act_from_the_first_word_to_the_end() -> None:
    review = plan.reported(("must", "must", "should"))
    first, second, third = plan.asked(review)
    staff, base = plan.staff_of(review), f"/reviews/{review.pk}/plan/"
    host, manager, lead = browser(lead_of(review)), browser(make.manager()), browser(make.team_of(review)[0])
    assert "Write the action plan" in host.get(f"/reviews/{review.pk}/").content.decode()
    page = host.get(base).content.decode()
    assert page.count("Without an action or a reason") == 2
    sent = {"what": "Plan supervision.", "owner": staff.pk, "answers": [first.pk], "token": uuid.uuid4(), **DAY}
    assert host.get(f"{base}add/?for=1").status_code == 200
    assert host.post(f"{base}add/", sent).status_code == 302
    assert host.post(f"{base}add/", {**sent, "token": uuid.uuid4(), "what": "Train."}).status_code == 302
    assert host.post(f"{base}add/", {**sent, "token": uuid.uuid4(), "answers": [third.pk]}).status_code == 302
    assert host.post(f"{base}3/remove/", {"reason": "Twice."}).status_code == 302
    assert host.get(f"{base}2/change/").status_code == 200
    changed = {**sent, "what": "Train everybody.", "base": 1}
    assert host.post(f"{base}2/change/", changed).status_code == 302
    assert PlanAction.objects.get(n=2).what == "Train everybody."
    assert host.post(f"{base}hand-in/").status_code == 422
    assert host.post(f"{base}recommendations/{second.n}/", {"reason": "We move in May."}).status_code == 302
    assert host.post(f"{base}hand-in/").status_code == 302
    assert Review.objects.get(pk=review.pk).state == ReviewState.ACTION_PLAN

    own = browser(staff)
    assert own.get(f"{base}1/progress/").status_code == 200
    assert own.post(f"{base}1/progress/", {"text": "Begun.", "is_done": "no"}).status_code == 302
    assert own.post(f"{base}1/progress/", {"text": "In the rota.", "is_done": "yes"}).status_code == 302
    assert "Verify that it is done" in lead.get(f"{base}1/").content.decode()
    assert lead.post(f"{base}1/send-back/", {"text": "Nights are missing."}).status_code == 302
    assert own.post(f"{base}1/progress/", {"text": "Nights too.", "is_done": "yes"}).status_code == 302
    assert own.get(f"{base}1/verify/").status_code == 404
    assert manager.post(f"{base}1/verify/", {"text": ""}).status_code == 422
    assert manager.post(f"{base}1/verify/", {"text": "Read the rota."}).status_code == 302
    assert host.post(f"{base}2/give-up/", {"reason": "No trainer."}).status_code == 302
    assert host.post(f"{base}2/take-up-again/", {"text": "There is one."}).status_code == 302
    assert manager.post(f"{base}close/", {"text": "Good."}).status_code == 422
    assert manager.post(f"{base}2/carry-on/", {"reason": "It needs a summer."}).status_code == 302
    assert manager.post(f"{base}close/", {"text": "What was asked is done.", "better": "It did."}).status_code == 302
    assert Review.objects.get(pk=review.pk).state == ReviewState.CLOSED
    page = host.get(base).content.decode()
    for words in ("What was asked is done.", "It needs a summer.", "Verified by", "We move in May."):
        assert words in page, words
    assert "Nights are missing." in host.get(f"{base}1/").content.decode()
    history = host.get(f"{base}history/").content.decode()
    assert "Nights are missing." in history
    assert history_of_plan(review, limit=5).older


def test_words_are_saved_although_something_else_of_the_page_is_wrong() -> None:
    review = plan.reported()
    host, base = browser(lead_of(review)), f"/reviews/{review.pk}/plan/"
    sent = {"what": "Plan supervision.", "owner": "", "token": str(uuid.uuid4())}
    wrong = {"due_on-day": "31", "due_on-month": "2", "due_on-year": "2027"}
    page = host.post(f"{base}add/", {**sent, **wrong})
    assert page.status_code == 422
    text = page.content.decode()
    assert "What you wrote is saved" in text
    assert "Enter a real date" in text
    assert 'value="31"' in text
    row = PlanAction.objects.get()
    assert (row.what, row.due_on) == ("Plan supervision.", None)
    # Put right and sent again, it is the same action.
    assert host.post(f"{base}add/", {**sent, **DAY}).status_code == 302
    assert PlanAction.objects.get().due_on == plan.DUE
    page = host.post(f"{base}1/change/", {"what": "Every month.", "base": 2, **wrong})
    assert page.status_code == 422
    row = PlanAction.objects.get()
    assert (row.what, row.due_on, row.version) == ("Every month.", plan.DUE, 3)
    assert b'name="base" value="3"' in page.content
    stale = host.post(f"{base}1/change/", {"what": "Mine.", "base": 2, **DAY})
    assert stale.status_code == 422
    assert "Mine." in stale.content.decode()
    assert PlanAction.objects.get().what == "Every month."
    assert host.post(f"{base}add/", {"what": " ", "owner": "", "token": str(uuid.uuid4())}).status_code == 422
    assert PlanAction.objects.count() == 1


def test_a_plan_handed_in_keeps_what_stands_until_the_page_says_why() -> None:
    review = plan.handed_in()
    host, base = browser(lead_of(review)), f"/reviews/{review.pk}/plan/"
    sent = {"what": "Otherwise.", "owner": lead_of(review).pk, "base": 1, **DAY}
    page = host.post(f"{base}1/change/", {**sent, "reason": ""})
    assert page.status_code == 422
    assert "Otherwise." in page.content.decode()
    assert PlanAction.objects.get().what != "Otherwise."
    assert host.post(f"{base}1/change/", {**sent, "reason": "Clearer."}).status_code == 302


def test_only_those_with_a_part_in_it_read_a_plan() -> None:
    review = plan.reported()
    staff, conflicted = plan.staff_of(review), make.manager()
    ReviewerConflictFactory(person=conflicted, service=review.service, kind="family")
    plan.planned(review, owner=staff)
    plan.handed_in(review)
    base = f"/reviews/{review.pk}/plan/"
    paths = [base, f"{base}1/", f"{base}plan.csv", f"{base}history/"]
    lead = make.team_of(review)[0]
    for person in (lead_of(review), staff, make.manager(), lead):
        assert [status(person, path) for path in paths] == [200] * 4
    peer = make.team_of(review)[1]
    strangers = [UserFactory(), UserFactory(roles=["reviewer"]), UserFactory(roles=["administrator"]), conflicted, peer]
    for person in strangers:
        assert [status(person, path) for path in paths] == [404] * 4
    for path in ("add/", "hand-in/", "1/change/", "recommendations/1/", "1/give-up/"):
        assert status(staff, base + path) == 404, path
    assert status(lead_of(review), f"{base}close/") == 404
    assert status(lead_of(review), f"{base}1/carry-on/") == 404
    ReviewerConflictFactory(person=lead, service=review.service, kind="family")
    assert status(lead, base) == 404


def test_before_the_report_a_plan_is_read_only_where_something_came_along() -> None:
    review = plan.handed_in(plan.reported(("must",)))
    following = plan.next_review(review, state=ReviewState.SELF_REVIEW)
    lead = lead_of(review)
    assert status(lead, f"/reviews/{following.pk}/plan/") == 404
    carry_into(make.fresh(following), lead, NOON)
    page = browser(lead).get(f"/reviews/{following.pk}/plan/").content.decode()
    assert f"Carried on from {review.cycle.title}, action 1" in page
    assert "Action plan" in browser(lead).get(f"/reviews/{following.pk}/").content.decode()
    old = browser(lead).get(f"/reviews/{review.pk}/plan/1/").content.decode()
    assert f"/reviews/{following.pk}/plan/1/" in old
    # Who led the earlier team has no part in what follows, and is not led there.
    team_lead = browser(make.team_of(review)[0])
    assert f"/reviews/{following.pk}/" not in team_lead.get(f"/reviews/{review.pk}/plan/1/").content.decode()
    assert team_lead.get(f"/reviews/{following.pk}/plan/").status_code == 404


def test_evidence_is_linked_and_handed_over_to_readers_of_the_plan_alone() -> None:
    review = plan.handed_in()
    lead = lead_of(review)
    host, base = browser(lead), f"/reviews/{review.pk}/plan/"
    file = io.BytesIO(b"day,night\nMonday,2\n")
    file.name = "rota.csv"
    for title, kind in (("The new rota", "ordinary"), ("A hard week", "restricted")):
        file.seek(0)
        sent = {"title": title, "kind": "plan", "sensitivity": kind, "file": file}
        assert host.post(f"/reviews/{review.pk}/evidence/add/", sent).status_code == 302
    keys = [item.revisions.get().pk for item in review.evidence.order_by("pk")]
    assert host.post(f"{base}1/evidence/", {"revisions": keys}).status_code == 302
    ordinary, restricted = PlanEvidence.objects.order_by("revision_id")
    team_lead, manager = browser(make.team_of(review)[0]), browser(make.manager())
    for client in (host, team_lead, manager):
        answer = client.get(f"{base}1/evidence/{ordinary.pk}/")
        assert b"".join(answer.streaming_content) == b"day,night\nMonday,2\n"
        assert answer["Content-Disposition"].startswith("attachment")
    assert host.get(f"{base}1/evidence/{restricted.pk}/").status_code == 200
    assert manager.get(f"{base}1/evidence/{restricted.pk}/").status_code == 404
    assert "A hard week" not in manager.get(f"{base}1/").content.decode()
    assert browser(UserFactory()).get(f"{base}1/evidence/{ordinary.pk}/").status_code == 404
    assert host.get(f"{base}1/evidence/999999/").status_code == 404
    assert host.post(f"{base}1/evidence/", {"revisions": keys[:1]}).status_code == 302
    assert PlanEvidence.objects.get() == ordinary


def test_the_file_holds_the_plan_and_no_formula() -> None:
    review = plan.reported(("must", "should"))
    first, second = plan.asked(review)
    lead = lead_of(review)
    plan.planned(review, first, what="=HYPERLINK(1)")
    say_why_not(review=make.fresh(review), recommendation=second, reason="+1 reason", by=lead, at=NOON)
    plan.handed_in(review)
    action = PlanAction.objects.get()
    progress.tell_progress(action=plan.again(action), text="Begun.", is_done=False, by=lead, at=NOON)
    text = browser(lead).get(f"/reviews/{review.pk}/plan/plan.csv").content.decode("utf-8-sig")
    head, row, left = csv.reader(io.StringIO(text))
    assert head[1] == "What is done"
    assert row[1:6] == ["'=HYPERLINK(1)", "1", lead.name, "2027-01-15", "In progress"]
    assert "Begun." in row[-1]
    assert left[5:7] == ["Nothing is planned", "'+1 reason"]
    assert not [cell for line in (row, left) for cell in line if cell.startswith(("=", "+", "-", "@"))]


def test_today_tells_everybody_what_is_theirs() -> None:
    review = plan.reported(("must",))
    lead, staff, manager, team_lead = lead_of(review), plan.staff_of(review), make.manager(), make.team_of(review)[0]

    def cards(person: User, ahead: int = 0) -> list[str]:
        return [str(card.title) for card in today(person, NOON + timedelta(days=ahead)).cards]

    assert "Write the action plan and hand it in" in cards(lead)
    assert "Write the action plan and hand it in" not in cards(staff)
    action = plan.planned(review, owner=staff, what="Plan supervision.")
    plan.handed_in(review)
    assert cards(staff) == []
    assert cards(staff, 50) == ["Do what you took on: Plan supervision."]
    assert "Do what you took on: Plan supervision." not in cards(lead, 50)
    plan.done(action)
    assert cards(staff, 50) == []
    for person in (manager, team_lead):
        assert "See whether 1 action is done" in cards(person)
    conflicted = make.manager()
    ReviewerConflictFactory(person=conflicted, service=review.service, kind="family")
    assert "See whether 1 action is done" not in cards(conflicted)
    progress.verify_action(action=plan.again(action), text="Seen.", by=manager, at=NOON)
    assert "See whether 1 action is done" not in cards(team_lead)


def test_the_manager_sees_what_is_overdue_and_nothing_of_a_review_they_are_a_stranger_to() -> None:
    review = plan.handed_in(plan.reported(("must",)))
    label, manager, conflicted = review.cycle.label, make.manager(), make.manager()
    ReviewerConflictFactory(person=conflicted, service=review.service, kind="family")
    with time_machine.travel(NOON + timedelta(days=90), tick=False):
        page = browser(manager).get(f"/cycles/{label}/").content.decode()
        assert "1 action overdue" in page
        listed = browser(manager).get(f"/cycles/{label}/plans/").content.decode()
        assert f"/reviews/{review.pk}/plan/" in listed
        for path in (f"/cycles/{label}/", f"/cycles/{label}/plans/"):
            page = browser(conflicted).get(path).content.decode()
            assert "overdue" not in page.replace("overdue actions first", "")
            assert f"/reviews/{review.pk}/" not in page
    assert status(lead_of(review), f"/cycles/{label}/plans/") == 404


def _more(review: Review, many: int) -> None:
    for one in plan.asked(review)[:many]:
        row = plan.planned(review, one)
        if review.state == ReviewState.ACTION_PLAN:
            progress.tell_progress(action=plan.again(row), text="Begun.", is_done=False, by=lead_of(review), at=NOON)


@pytest.mark.parametrize("who", ["host", "manager", "lead"])
@pytest.mark.parametrize("handed", [False, True])
def test_pages_ask_as_many_questions_for_one_action_as_for_three(who: str, handed: bool) -> None:
    counts = {}
    for many in (1, 3):
        review = plan.reported(("must",) * many)
        _more(review, many)
        if handed:
            review = plan.handed_in(review)
            for row in PlanAction.objects.filter(plan__review=review):
                progress.tell_progress(
                    action=plan.again(row), text="Begun.", is_done=False, by=lead_of(review), at=NOON
                )
        person = {"host": lead_of(review), "manager": make.manager(), "lead": make.team_of(review)[0]}[who]
        client, base = browser(person), f"/reviews/{review.pk}/plan/"
        counts[many] = [asked_by(client, f"{base}{path}") for path in ("", "1/", "plan.csv", "history/")]
    assert counts[1] == counts[3], counts
    assert max(counts[1][:3]) <= 19, counts


def test_the_list_of_a_cycles_plans_asks_equally_often_for_one_and_for_three() -> None:
    # Notices are counted on every page: the reader has some before the first count already.
    client = browser(make.manager())
    first = plan.handed_in(plan.reported(("must",)))
    one = asked_by(client, f"/cycles/{first.cycle.label}/plans/")
    for _ in range(2):
        plan.handed_in(plan.reported(("must",), cycle=first.cycle))
    assert asked_by(client, f"/cycles/{first.cycle.label}/plans/") == one <= 10


@pytest.mark.parametrize(
    "act",
    [
        lambda review: PlanAction.objects.get(plan__review=review).carried_at,
        lambda review: NotTakenUp.objects.filter(plan__review=review).exists(),
    ],
)
def test_nothing_is_carried_or_given_up_by_reading(act: Callable[[Review], object]) -> None:
    review = plan.handed_in()
    browser(lead_of(review)).get(f"/reviews/{review.pk}/plan/1/")
    assert not act(review)
    assert PlanAction.objects.get().state == A.PLANNED
