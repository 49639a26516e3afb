"""What an import would do, before anything is written: every difference in words, counted, with a fingerprint."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from portal.imports.domain.plans import FieldChange, Item, Plan, differences, first_values, label_of, shown
from portal.imports.domain.problems import Problem
from portal.imports.enums import Change
from portal.people.enums import OrganisationKind
from portal.people.models import LocalAuthority, Organisation

OWNER = Organisation(name="Harbour", slug="harbour", kind=OrganisationKind.PROVIDER)
RENAMED = Item(Change.UPDATED, "Owners", "Harbour", 3, (FieldChange("name", "Harbour", "Haven"),))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        ("", "–"),
        (False, "–"),
        (True, "✓"),
        (0, "0"),
        (12, "12"),
        ("Bolton", "Bolton"),
        (date(2026, 3, 1), "1 March 2026"),
    ],
)
def test_a_value_is_shown_as_people_read_it(value: object, words: str) -> None:
    assert shown(value) == words


def test_differences_are_said_under_the_names_of_the_fields_in_the_words_of_their_lists() -> None:
    changes = differences(
        OWNER, {"name": "Haven", "slug": "harbour", "kind": OrganisationKind.LOCAL_AUTHORITY, "reference": "SC1"}
    )
    assert changes == [
        FieldChange("name", "Harbour", "Haven"),
        FieldChange("kind", str(OrganisationKind.PROVIDER.label), str(OrganisationKind.LOCAL_AUTHORITY.label)),
        FieldChange("regulator's reference", "–", "SC1"),
    ]
    assert differences(OWNER, {"name": "Harbour"}) == []


def test_of_a_new_record_only_what_says_something_is_shown() -> None:
    row = LocalAuthority(code="E08000001", number="", name="Bolton", starts_on=date(2020, 4, 1))
    found = first_values(row, ("code", "number", "ends_on", "starts_on"))
    assert [(one.old, one.new) for one in found] == [("", "E08000001"), ("", "1 April 2020")]


def test_what_is_no_field_of_its_own_is_called_by_its_name() -> None:
    assert label_of(Organisation, "reference") == "regulator's reference"
    # What points here from elsewhere has no name for people.
    assert label_of(Organisation, "owns") == "owns"


def test_a_value_that_its_list_does_not_know_is_shown_as_it_is() -> None:
    (change,) = differences(OWNER, {"kind": "lighthouse"})
    assert change.new == "lighthouse"


def test_a_plan_counts_each_change_and_what_is_wrong() -> None:
    assert Plan().counts() == {"created": 0, "updated": 0, "closed": 0, "moved": 0, "unchanged": 0, "errors": 0}
    new = replace(RENAMED, change=Change.CREATED)
    plan = Plan(items=[RENAMED, new, new], unchanged=9, problems=[Problem("is empty.")])
    assert plan.counts() == {"created": 2, "updated": 1, "closed": 0, "moved": 0, "unchanged": 9, "errors": 1}


# What is another plan than the first: it would change something else.
OTHERS = [
    Plan("2027", [RENAMED], 9),
    Plan("2026", [RENAMED], 8),
    Plan("2026", [], 9),
    Plan("2026", [RENAMED, RENAMED], 9),
    Plan("2026", [replace(RENAMED, change=Change.CREATED)], 9),
    Plan("2026", [replace(RENAMED, group="Homes")], 9),
    Plan("2026", [replace(RENAMED, title="Haven")], 9),
    Plan("2026", [replace(RENAMED, fields=())], 9),
    Plan("2026", [replace(RENAMED, fields=(FieldChange("name", "Harbour", "Harbor"),))], 9),
]


def test_equal_plans_have_one_fingerprint_and_others_another() -> None:
    plan = Plan("2026", [RENAMED], 9)
    # Where a row stood in the file, and how much there is to write, changes nothing.
    assert plan.digest() == Plan("2026", [replace(RENAMED, row=8)], 9, notes=["Read."], steps=4).digest()
    assert len({plan.digest(), *(other.digest() for other in OTHERS)}) == 1 + len(OTHERS)


def test_a_plan_that_was_given_nothing_to_do_writes_nothing() -> None:
    Plan().write(SimpleNamespace())  # type: ignore[arg-type]
