"""22: the code of a young person's card or receipt is found wherever it stands, and never said again."""

import pytest

from peerreview.models import PlanAction, ReportVersion, VisitReport
from portal.history.as_of import history_rows
from portal.voices.domain.codes import new_card, new_receipt
from portal.voices.models import Statement
from portal.voices.models.secrets import code_hash
from portal.voices.queries.codes import holds_a_code
from tests.conftest import NOON
from tests.factories import actionplans as plan
from tests.factories import reports as make
from tests.factories.statements import campaign, place, statement
from tests.people import person
from tests.planting import found_each, peer_review, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guards_again")]


@pytest.fixture
def code() -> str:
    """Return the code with which somebody comes back to what they said."""
    row, code = statement(where=place(), asked=campaign(person("participation_lead"))), new_receipt()
    put(Statement, row.pk, receipt_hash=code_hash(code))()
    return code


def test_a_code_is_found_in_reports_plans_and_what_they_were_before(code: str) -> None:
    version = make.final()
    review = version.report.review
    action = plan.planned(review)
    content = {**version.content, "summary": f"They showed us {code.upper()}!"}
    past = history_rows(VisitReport).order_by("history_id").first()
    why = f"{code} was written in it"
    found_each(
        codes_told,
        [
            (f"visit report {version.report_id} holds the code", put(VisitReport, summary=f"One said: {code}.")),
            (f"report version {version.pk} holds", put(ReportVersion, version.pk, content=content)),
            (f"historical visit report {past.pk} holds", put(type(past), past.pk, summary=code.replace(" ", "-"))),
            ("in “history_change_reason”", put(type(past), past.pk, history_change_reason=why)),
            (f"plan action {action.pk} holds", put(PlanAction, action.pk, what=f"({code})")),
        ],
        NOON,
    )
    put(VisitReport, summary=code)()
    assert not [one for one in peer_review(NOON) if code in one]


def codes_told(at: object) -> list[str]:
    """Return what is said of codes: a text changed past the portal is also not what was hashed."""
    return [one for one in peer_review(NOON) if one.startswith("22")]


def test_words_of_the_list_that_open_nothing_are_no_code(code: str) -> None:
    assert holds_a_code(f"So {code}, they said.")
    assert not holds_a_code(new_card())
    assert not holds_a_code(" ".join(code.split()[:4]))
    assert not holds_a_code(" 1 ".join(code.split()))
    assert not holds_a_code("")
