"""A file of standards as a value: read completely, or refused with everything that is wrong with it and where."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from peerreview.domain.standards_text import EditionText, TextRefused, parse
from tests.factories.editions import VALUES, edition_texts
from tests.factories.standards import standard, text


def findings(data: dict[str, Any]) -> list[str]:
    with pytest.raises(TextRefused) as refused:
        parse(data, values=VALUES)
    assert str(refused.value) == "\n".join(refused.value.findings)
    return list(refused.value.findings)


TYPE = "“type” must be 1, 2 or 3"
FIRST = "it must rest on exactly one value first"
LINK = "a link to a value has a value and a strength (primary or secondary), and no number"
NATIONS = "“nations” must name at least one of england, wales"
KINDS = "“applies_to” must name at least one of home, school, fostering, supported"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": 4}, [TYPE]),
        ({"type": None}, [TYPE]),
        ({"values": []}, [FIRST]),
        ({"values": [{"value": "courage", "strength": "primary"}]}, ["there is no core value “courage”", FIRST]),
        ({"values": [{"value": "respect", "strength": "primary", "weight": 2}]}, [LINK, FIRST]),
        ({"values": [{"value": "respect", "strength": "3"}]}, [LINK, FIRST]),
        ({"values": [{"value": one, "strength": "primary"} for one in ("respect", "process")]}, [FIRST]),
        ({"applies_to": ["ship"]}, [KINDS]),
        ({"applies_to": []}, [KINDS]),
        ({"nations": ["wales", "france"]}, [NATIONS]),
        ({"nations": None}, [NATIONS]),
        ({"text": ""}, ["“text” must be text and is missing"]),
        ({"text": "  "}, ["“text” must be text"]),
        ({"guidance": 7}, ["“guidance” must be text"]),
        ({"level": "grand"}, ["“level” must be one of foundation, experienced, leading"]),
    ],
)
def test_a_wrong_standard_is_refused_with_place_and_reason(change: dict[str, Any], said: list[str]) -> None:
    assert findings(text(standard("1.1", **change))) == [f"standard 1.1: {one}" for one in said]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (text(number=0), ["edition: “number” must be 1 or more"]),
        (text(number="2"), ["edition: “number” must be 1 or more"]),  # type: ignore[arg-type]
        (text(effective_from="next spring"), ["edition: “effective_from” must be a day such as 2026-09-01"]),
        (text(code=""), ["set: “code” must be text and is missing"]),
        ({**text(), "sections": []}, ["edition: there is no standard in it"]),
        ({**text(), "sections": None}, ["edition: there is no standard in it"]),
        (
            text(standard("1.1"), standard("1.1", lineage="line-1-2")),
            ["standard 1.1: “code” is used 2 times"],
        ),
        (
            text(standard("1.1"), *(standard(f"1.{n}", lineage="line-1-1") for n in (2, 3))),
            ["standard line-1-1: “lineage” is used 3 times"],
        ),
        (
            {**text(), "sections": [{"title": "", "standards": [standard("")]}]},
            [
                "section 1: “code” must be text and is missing",
                "section 1: “title” must be text and is missing",
                "standard : “code” must be text and is missing",
            ],
        ),
    ],
)
def test_a_wrong_edition_is_refused_with_place_and_reason(data: dict[str, Any], said: list[str]) -> None:
    assert sorted(findings(data)) == sorted(said)


def test_a_wrong_file_is_told_everything_at_once() -> None:
    said = findings(text(standard("1.1", type=9), standard("1.1", text="")))
    assert said == [
        "standard 1.1: “type” must be 1, 2 or 3",
        "standard 1.1: “text” must be text and is missing",
        "standard 1.1: “code” is used 2 times",
        "standard line-1-1: “lineage” is used 2 times",
    ]
    assert len(findings({})) == 3


@pytest.mark.parametrize(("written", "day"), [("2026-09-01", date(2026, 9, 1)), ("", None), (None, None)])
def test_a_day_is_read_or_left_open(written: str | None, day: date | None) -> None:
    read = parse(text(effective_from=written), values=VALUES)
    assert read.effective_from == day
    assert read.as_content()["edition"]["effective_from"] == (written or None)


def test_the_set_is_read_and_is_no_part_of_what_is_hashed() -> None:
    data = text()
    read = parse(data, values=VALUES)
    assert (read.set_code, read.set_title, read.set_kind, read.set_summary) == (
        "small",
        "Small Standards",
        "service",
        "A few.",
    )
    del data["set"]["kind"]
    data["set"]["title"] = "Another name"
    again = parse(data, values=VALUES)
    assert (again.set_title, again.set_kind) == ("Another name", "service")
    assert again == read
    assert again.as_content() == read.as_content()


@given(edition_texts())
def test_what_is_exported_is_read_as_the_same_edition(edition: EditionText) -> None:
    content = edition.as_content()
    assert parse(content, values=VALUES) == edition
    levels = [row.get("level", "") for section in content["sections"] for row in section["standards"]]
    # Services' standards have no level, and say nothing of it, so that their hash is what it always was.
    assert levels == [one.level for section in edition.sections for one in section.standards]
    assert not any(row.get("level") == "" for section in content["sections"] for row in section["standards"])
