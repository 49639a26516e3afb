"""Role × address: every address, asked by everybody of the cast and by a visitor, gives exactly the expected answer.

A line is: what is asked | the answers. ``401 visitor; 200 BOARD; 404`` reads: a
visitor is sent to sign in, the board gets the page, everybody else learns nothing; the first that names somebody
counts. 404, not 403, for what must not be known to exist; 403 for what one may read and not do. Names in braces are
examples (``tests/matrix.py``). A new address without a line fails.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from peerreview.models import CoreValue
from portal.imports.actions.runs import apply_file
from portal.imports.kinds.registry import kind_called
from portal.imports.models import ImportRun
from portal.people.models import LocalAuthority, User
from tests.demonstration import NOON, demonstration
from tests.factories.tables import NEIGHBOUR_HEADINGS, write_csv
from tests.matrix import ROLES, address_of, addresses, answer, examples
from tests.matrix_accreditation import TABLE as ACCREDITATION
from tests.matrix_networkreports import TABLE as NETWORK
from tests.matrix_peerreview import TABLE as REVIEWS
from tests.matrix_plans import TABLE as PLANS
from tests.matrix_reports import TABLE as REPORTS
from tests.matrix_table import PUBLIC, TABLE
from tests.matrix_teams import TEAMS
from tests.matrix_visits import TABLE as VISITS
from tests.matrix_voices_asking import TABLE as ASKING
from tests.matrix_voices_moderation import TABLE as READING
from tests.matrix_workbook import TABLE as WORKBOOKS
from tests.thorough import THOROUGH, asked_today

pytestmark = pytest.mark.django_db

# Everybody of the cast who sits on the North West board, with its secretary; and who reads its open business.
TRUSTEES = "chair-nw trustee-staff trustee-providers trustee-young-people trustee-authorities"
GROUPS = {
    "TRUSTEES": TRUSTEES,
    "BOARD": f"{TRUSTEES} secretary-nw",
    "KEEPS": "secretary-nw administrator",
    # Who sits in the chair now, who left it to them, and the secretary.
    "HANDS_OVER": "chair-nw trustee-young-people secretary-nw",
    "NEAR": "constituency-member observer",
}

LINES = [
    tuple(part.strip() for part in line.split(" | "))
    for table in (TABLE, ACCREDITATION, NETWORK, REVIEWS, REPORTS, PLANS, TEAMS, VISITS, ASKING, READING, WORKBOOKS)
    for line in table.strip().splitlines()
]


@pytest.fixture(scope="module")
def _told(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    worker_id: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    with django_db_blocker.unblock(), demonstration(worker_id):  # type: ignore[attr-defined]
        if not ImportRun.objects.exists():
            _import_neighbours(tmp_path_factory.mktemp("imports"))
        yield


def _import_neighbours(folder: Path) -> None:
    """Apply a small file: where the published ones do not lie beside the project, the story imports nothing."""
    first, *others = LocalAuthority.objects.exclude(number="").order_by("number")[:11]
    ranks = [cell for other in others for cell in (other.number, "Close")]
    row = [first.number, first.name, "5", "North West", *ranks]
    file = write_csv(folder / "statistical_neighbours_2025.csv", [NEIGHBOUR_HEADINGS, row])
    run, plan = apply_file(kind=kind_called("neighbours"), path=str(file), options={}, actor=None, at=NOON)
    assert run, plan.problems


@pytest.fixture(autouse=True)
def _noon_of_the_story(_told: None) -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture(scope="module")
def named(_told: None, django_db_blocker: pytest.FixtureRequest) -> Mapping[str, object]:
    """Find the examples once, and write what the story lacks: this copy of it is nobody else's."""
    with django_db_blocker.unblock(), time_machine.travel(NOON, tick=True):  # type: ignore[attr-defined]
        return examples(NOON)


def expected(said: str, role: str) -> int:
    """Read the answer for ``role`` off a line."""
    for part in said.split(";"):
        status, *who = part.split()
        if not who or role in " ".join(GROUPS.get(name, name) for name in who).split():
            return int(status)
    raise AssertionError(f"nothing is said of {role}: {said}")


def test_every_address_has_its_line(named: Mapping[str, object]) -> None:
    assert set(addresses()) - {address_of(asked.format(**named)) for asked, _ in LINES} == set()


# The whole cast in CI; the quick suite asks one of each sort: visitors everything, and of every line one of the others,
# another one each day.
SORTS = ("visitor", "trustee-staff", "chair-nw", "secretary-nw", "constituency-member", "administrator")
ASKED = ROLES if THOROUGH else SORTS


@pytest.mark.parametrize("role", ASKED)
def test_everybody_gets_exactly_the_expected_answer(role: str, named: Mapping[str, object]) -> None:
    client = Client()
    if role != "visitor":
        client.force_login(User.objects.get(email=f"{role}@hearth.example"))
    wrong = []
    for number, (asked, said) in enumerate(LINES):
        if role != "visitor" and not asked_today(number + ASKED.index(role), len(SORTS) - 1):
            continue
        want = expected(said.format(**named), role)
        cache.clear()
        # Drawing a page is most of its cost and tells nothing more here: each is drawn for two of the roles.
        drawn = number % (len(ROLES) // 2) == ROLES.index(role) % (len(ROLES) // 2)
        if (got := answer(client, asked.format(**named), drawn=drawn)) != want:
            wrong.append(f"{asked}: {got}, not {want}")
    assert wrong == []


@pytest.mark.parametrize("path", PUBLIC)
def test_everything_public_is_read_by_anybody(path: str, named: Mapping[str, object]) -> None:
    assert Client().get(path.format(**named)).status_code == 200


# A value and a number in one line, row or entry, with nothing of a sentence between them.
BLOCKS = re.compile(r"</?(?:p|li|tr|h\d|section|div|blockquote|caption|summary)\b[^>]*>")


def beside_a_value(page: str, values: Iterable[str]) -> list[str]:
    """Return where a page puts a number right beside the name of a value."""
    near = re.compile(rf"(?i)\b(?:{'|'.join(values)})\b[\s|:·()=–-]*\d|\d\s*%?[\s|:·()=–-]*\b(?:{'|'.join(values)})\b")
    lines = [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " | ", part)) for part in BLOCKS.split(page)]
    return [line for line in lines if near.search(line)]


@pytest.mark.parametrize("role", ["visitor", "programme-manager", "service-lead", "lead-reviewer"])
def test_no_page_puts_a_number_beside_a_value(role: str, named: Mapping[str, object]) -> None:
    """Peer review 9: the values are for making sense, and nothing anywhere counts, scores or ranks by them."""
    values = list(CoreValue.objects.values_list("title", flat=True))
    assert len(values) == 10
    for planted in ("<tr><td>Respect</td><td>5</td></tr>", "<dt>Respect</dt><dd>60 %</dd>", "<p>3 of 4: respect</p>"):
        assert beside_a_value(planted, values)
    client = Client()
    if role != "visitor":
        client.force_login(User.objects.get(email=f"{role}@hearth.example"))
    read, found = 0, []
    for number, (asked, said) in enumerate(LINES):
        if asked.startswith("POST") or expected(said.format(**named), role) != 200 or not asked_today(number, 4):
            continue
        cache.clear()
        response = client.get(asked.format(**named))
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            read += 1
            found += [f"{asked}: {line}" for line in beside_a_value(response.content.decode(), values)]
    assert read > (20 if THOROUGH else 5)
    assert found == []
