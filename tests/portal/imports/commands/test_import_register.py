import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from peerreview.models import MembershipQuestion, Service, ServiceOwnership
from portal.imports.actions.writing import BulkWriter
from portal.imports.kinds.registry import kind_called
from portal.imports.queries.plans import plan_of, read_source
from portal.people.models import LocalAuthority, Organisation
from tests.factories.services import MembershipFactory, ServiceFactory
from tests.factories.tables import register, service_row, write_csv, write_ods, write_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bolton")]
Run = Callable[..., tuple[int, str, str]]
COMMAND = "import_register"
NOTHING = {"created": 0, "updated": 0, "closed": 0, "moved": 0, "unchanged": 0, "errors": 0}
LATER = "Providers+places_at_31_Mar_2024"


def counts(out: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(out.splitlines()[-1])
    return found


def file_of(folder: Path, *rows: list[str], sheet: str = "") -> str:
    sheets = register(*rows, sheet=sheet) if sheet else register(*rows)
    return str(write_ods(folder / "register.ods", sheets))


def test_a_dry_run_shows_the_services_and_changes_nothing(tmp_path: Path, run_command: Run) -> None:
    status, out, _err = run_command(COMMAND, file_of(tmp_path, service_row()), "--json")
    assert (status, counts(out)) == (0, NOTHING | {"created": 1})
    assert "Children's home SC100001" in out
    assert not Service.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_a_service_is_kept_as_published(tmp_path: Path, run_command: Run, bolton: LocalAuthority, ending: str) -> None:
    path = (write_ods if ending == "ods" else write_xlsx)(tmp_path / f"r.{ending}", register(service_row()))
    assert run_command(COMMAND, str(path), "--apply")[0] == 0
    service = Service.objects.get()
    assert (service.urn, service.name, service.kind, service.places) == ("SC100001", "REDACTED", "childrens_home", 4)
    assert (service.authority, service.region.name) == (bolton, "North West")
    assert service.registered_on == date(2019, 5, 2)
    assert service.owner is not None
    assert (service.owner.name, service.owner.kind) == ("Green Lanes Care Ltd", "provider")
    assert ServiceOwnership.objects.get().starts_on == date(2023, 3, 31)
    assert service.history.get().history_change_reason.startswith(f"Import of r.{ending}")


def test_spellings_that_mean_the_same_are_one_kind_one_owner_one_authority(tmp_path: Path, run_command: Run) -> None:
    rows = [
        service_row("SC1000001", organisation="CareTech Services Limited"),
        service_row("SC1000002", provision="Children's Home", organisation="Caretech Services Ltd"),
        service_row("SC1000003", provision="Children’s  home", organisation="CareTech Services Limited"),
    ]
    run_command(COMMAND, file_of(tmp_path, *rows), "--apply")
    assert set(Service.objects.values_list("kind", flat=True)) == {"childrens_home"}
    assert Organisation.objects.get().name == "CareTech Services Limited"


def test_a_later_edition_renames_moves_closes_adds_and_repeats_without_change(tmp_path: Path, run_command: Run) -> None:
    first = [
        service_row("SC1000001"),
        service_row("SC1000002"),
        service_row("SC1000003"),
        service_row("SC1000004", provision="Residential Family Centre", name="Old Name"),
    ]
    later = [
        service_row("SC1000001", organisation="Bright Tomorrow Ltd"),
        service_row("SC1000002", places="5"),
        service_row("SC1000004", provision="Residential Family Centre", name="New Name"),
        service_row("SC1000005"),
    ]
    run_command(COMMAND, file_of(tmp_path, *first), "--apply")
    member = Service.objects.get(urn="SC1000001")
    MembershipFactory(service=member)

    path = file_of(tmp_path, *later, sheet=LATER)
    _status, planned, _err = run_command(COMMAND, path, "--json")
    expected = {"created": 1, "updated": 2, "closed": 1, "moved": 1, "unchanged": 0, "errors": 0}
    assert counts(planned) == expected
    assert "name: Old Name → New Name" in planned
    assert "owner: Green Lanes Care Ltd → Bright Tomorrow Ltd" in planned
    _status, applied, _err = run_command(COMMAND, path, "--apply", "--json")
    _status, repeated, _err = run_command(COMMAND, path, "--apply", "--json")
    assert counts(applied) == expected
    assert counts(repeated) == NOTHING | {"unchanged": 4}

    assert Service.objects.get(urn="SC1000003").closed_on == date(2024, 3, 31)
    periods = ServiceOwnership.objects.filter(service=member).values_list("organisation__name", "starts_on", "ends_on")
    assert set(periods) == {
        ("Green Lanes Care Ltd", date(2023, 3, 31), date(2024, 3, 31)),
        ("Bright Tomorrow Ltd", date(2024, 3, 31), None),
    }
    question = MembershipQuestion.objects.get()
    assert (question.service, question.about, str(question.to_owner)) == (member, "owner", "Bright Tomorrow Ltd")


def test_a_service_that_comes_back_is_open_again(tmp_path: Path, run_command: Run) -> None:
    run_command(COMMAND, file_of(tmp_path, service_row("SC1000001"), service_row("SC1000002")), "--apply")
    run_command(COMMAND, file_of(tmp_path, service_row("SC1000001"), sheet=LATER), "--apply")
    back = file_of(tmp_path, service_row("SC1000001"), service_row("SC1000002"), sheet=LATER.replace("2024", "2025"))
    _status, out, _err = run_command(COMMAND, back, "--apply", "--json")
    assert counts(out) == NOTHING | {"updated": 1, "unchanged": 1}
    assert Service.objects.get(urn="SC1000002").closed_on is None


def test_services_entered_by_hand_are_left_alone_and_adopted_when_the_register_has_them(
    tmp_path: Path, run_command: Run
) -> None:
    ServiceFactory(urn="W900001", source="by_hand")
    ServiceFactory(urn="SC1000001", source="by_hand")
    _status, out, _err = run_command(COMMAND, file_of(tmp_path, service_row("SC1000001")), "--apply", "--json")
    assert counts(out)["closed"] == 0
    assert Service.objects.get(urn="W900001").closed_on is None
    assert Service.objects.get(urn="SC1000001").source == "register"


def test_an_empty_owner_says_nothing_about_the_owner(tmp_path: Path, run_command: Run) -> None:
    run_command(COMMAND, file_of(tmp_path, service_row()), "--apply")
    _status, out, _err = run_command(COMMAND, file_of(tmp_path, service_row(organisation="")), "--json")
    assert counts(out) == NOTHING | {"unchanged": 1}


def test_an_older_edition_is_refused(tmp_path: Path, run_command: Run) -> None:
    run_command(COMMAND, file_of(tmp_path, service_row(), sheet=LATER), "--apply")
    status, _out, err = run_command(COMMAND, file_of(tmp_path, service_row()), "--apply")
    assert status == 1
    assert "speaks of 31 March 2023, but the register of 31 March 2024" in err


def test_an_unknown_authority_is_kept_by_name_until_the_authorities_have_been_imported(
    tmp_path: Path, run_command: Run
) -> None:
    status, out, _err = run_command(COMMAND, file_of(tmp_path, service_row(local="Rutland")), "--apply")
    assert status == 0
    assert "1 authorities are kept by name only" in out
    assert (Service.objects.get().authority, Service.objects.get().authority_name) == (None, "Rutland")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"URN": "?"}, "URN"),
        ({"URN": ""}, "URN"),
        ({"provision": "Lighthouse"}, "Provision type"),
        ({"Registration date": "31/02/2020"}, "Registration date"),
        ({"Registration status": "Maybe"}, "Registration status"),
        ({"government": "Atlantis"}, "Government Office Region"),
        ({"local": ""}, "Local authority"),
        ({"sector": "Pirate"}, "Sector"),
        ({"places": "several"}, "Places"),
        ({"URN": "SC1000001"}, "URN"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    tmp_path: Path, run_command: Run, changes: dict[str, str], column: str
) -> None:
    path = file_of(tmp_path, service_row("SC1000001"), service_row(**{"urn": "SC1000002"} | changes))
    status, out, err = run_command(COMMAND, path, "--apply", "--json")
    assert (status, counts(out)) == (1, NOTHING | {"errors": 1})
    assert f"Row 6, column “{column}”" in err
    assert not Service.objects.exists()
    assert not Organisation.objects.exists()


def test_another_table_is_refused(tmp_path: Path, run_command: Run) -> None:
    path = write_csv(tmp_path / "other.csv", [["a", "b"], ["1", "2"]])
    status, out, err = run_command(COMMAND, str(path), "--apply", "--json")
    assert (status, counts(out)["errors"]) == (1, 1)
    assert "no table with the expected headings" in err


def test_the_published_register_is_imported_and_again_without_change(
    real: Callable[[str], Path], noon: datetime
) -> None:
    kind = kind_called("register")
    path = real("ofsted_childrens_social_care_2023.ods")
    source = read_source(kind, str(path), path.name, {}, noon)
    plan = plan_of(kind, source)
    assert (plan.edition, plan.counts()) == ("2023-03-31", NOTHING | {"created": 3812})
    plan.write(BulkWriter(None, "Import", noon, lambda count: None))
    assert plan_of(kind, source).counts() == NOTHING | {"unchanged": 3812}
    assert Service.objects.filter(kind="childrens_home").count() == 3050
    assert not Service.objects.filter(kind__in=["childrens_home", "secure_home"]).exclude(name="REDACTED").exists()
    assert ServiceOwnership.objects.count() == 3812 - Service.objects.filter(owner=None).count()
