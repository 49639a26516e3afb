"""The published texts themselves: complete, unique, mapped to values, readable by the young."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

TEXTS = Path(__file__).resolve().parents[3] / "peerreview" / "standards_text"
SERVICE_SETS = ("whole-home", "living-learning")
ALL_SETS = (*SERVICE_SETS, "practitioner-competencies")
VALUES = {
    "attachment", "containment", "respect", "communication", "interdependence",
    "relationships", "participation", "process", "balance", "responsibility",
}  # fmt: skip
SECTIONS = {
    "whole-home": [6, 7, 9, 8, 8, 7, 8, 8, 5, 6],
    "living-learning": [10, 10, 11, 11, 10, 10],
    "practitioner-competencies": [6] * 10,
}
WHOLE_HOME_TITLES = [
    "What we believe and how it shows",
    "People who lead",
    "The adults children live with",
    "Coming, staying, leaving",
    "Understanding each child",
    "The day and the place",
    "Living together",
    "When things are hard",
    "Fairness and identity",
    "Learning as a service",
]
WORDED_FIELDS = ("text", "plain_text", "guidance", "evidence_hint")
AMERICAN = re.compile(
    r"\b(behaviors?|organiz\w+|recogniz\w+|prioritiz\w+|apologiz\w+|realiz\w+|program|color\w*|favorite\w*"
    r"|honor\w*|center\w*|counselor\w*|judgment|enroll|fulfill|traveling|labeled|neighbor\w*|gray)\b",
    re.IGNORECASE,
)


def read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    return data


def standards(name: str) -> list[dict[str, Any]]:
    return [standard for section in read(name)["sections"] for standard in section["standards"]]


def sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]


@pytest.mark.parametrize("name", ALL_SETS)
def test_set_has_its_sections_and_counts(name: str) -> None:
    data = read(name)
    assert data["set"]["code"] == name
    assert data["set"]["kind"] == ("service" if name in SERVICE_SETS else "competency")
    assert data["edition"]["number"] == 1
    assert data["edition"]["introduction"].strip()
    assert [len(section["standards"]) for section in data["sections"]] == SECTIONS[name]
    assert all(section["title"].strip() and section["summary"].strip() for section in data["sections"])


def test_whole_home_keeps_the_agreed_titles_and_types() -> None:
    assert [section["title"] for section in read("whole-home")["sections"]] == WHOLE_HOME_TITLES
    assert Counter(standard["type"] for standard in standards("whole-home")) == {1: 22, 2: 37, 3: 13}


@pytest.mark.parametrize("name", ALL_SETS)
def test_codes_follow_their_section_and_order(name: str) -> None:
    for position, section in enumerate(read(name)["sections"], start=1):
        assert section["code"] == str(position)
        expected = [f"{position}.{n}" for n in range(1, len(section["standards"]) + 1)]
        assert [standard["code"] for standard in section["standards"]] == expected


def test_lineage_is_unique_across_every_set() -> None:
    lineages = [standard["lineage"] for name in ALL_SETS for standard in standards(name)]
    assert [key for key, count in Counter(lineages).items() if count > 1] == []
    assert all(re.fullmatch(r"(wh|ll|pc)(-[a-z0-9]+)+", lineage) for lineage in lineages)


@pytest.mark.parametrize("name", ALL_SETS)
def test_no_field_is_empty_and_choices_are_known(name: str) -> None:
    for standard in standards(name):
        assert all(len(standard[field].strip()) > 15 for field in WORDED_FIELDS), standard["code"]
        assert standard["type"] in (1, 2, 3)
        assert isinstance(standard["core"], bool)
        assert set(standard["applies_to"]) <= {"home", "school", "fostering", "supported"}
        assert standard["applies_to"]
        assert set(standard["nations"]) <= {"england", "wales"}
        assert standard["nations"]
        assert all(source.strip() for source in standard["sources"])


@pytest.mark.parametrize("name", SERVICE_SETS)
def test_every_type_one_standard_is_core(name: str) -> None:
    assert [standard["code"] for standard in standards(name) if standard["type"] == 1 and not standard["core"]] == []


@pytest.mark.parametrize("name", ALL_SETS)
def test_each_standard_has_one_primary_and_at_most_two_secondary_values(name: str) -> None:
    for standard in standards(name):
        links = standard["values"]
        assert {"value", "strength"} == {key for link in links for key in link}, "values never carry a number"
        assert [link["strength"] for link in links].count("primary") == 1
        assert links[0]["strength"] == "primary"
        assert len(links) <= 3
        assert len({link["value"] for link in links}) == len(links)
        assert {link["value"] for link in links} <= VALUES


@pytest.mark.parametrize("name", SERVICE_SETS)
def test_every_value_is_primary_at_least_three_times(name: str) -> None:
    primary = Counter(standard["values"][0]["value"] for standard in standards(name))
    assert {value: count for value, count in primary.items() if count < 3} == {}
    assert set(primary) == VALUES


def test_competencies_have_two_of_each_level_for_each_value() -> None:
    sections = read("practitioner-competencies")["sections"]
    assert {section["standards"][0]["values"][0]["value"] for section in sections} == VALUES
    for section in sections:
        assert Counter(standard["level"] for standard in section["standards"]) == {
            "foundation": 2,
            "experienced": 2,
            "leading": 2,
        }
        assert {standard["values"][0]["value"] for standard in section["standards"]} == {section["title"].lower()}


@pytest.mark.parametrize("name", ALL_SETS)
def test_plain_text_is_short_enough_for_a_child_of_ten(name: str) -> None:
    for standard in standards(name):
        plain = standard["plain_text"]
        assert 6 <= len(plain.split()) <= 36, standard["code"]
        assert max(len(sentence.split()) for sentence in sentences(plain)) <= 18, standard["code"]
        words = [word.strip(".,;:!?\"'") for word in plain.split()]
        assert sum(len(word) >= 12 for word in words) <= 1, f"{standard['code']}: long words"


@pytest.mark.parametrize("name", ALL_SETS)
def test_guidance_has_two_to_four_sentences(name: str) -> None:
    wrong = {s["code"]: len(sentences(s["guidance"])) for s in standards(name)}
    assert {code: count for code, count in wrong.items() if not 2 <= count <= 4} == {}


def test_no_sentence_is_used_twice() -> None:
    seen = Counter(
        sentence.casefold()
        for name in ALL_SETS
        for standard in standards(name)
        for field in WORDED_FIELDS
        for sentence in sentences(standard[field])
        if len(sentence.split()) > 3
    )
    assert [sentence for sentence, count in seen.items() if count > 1] == []


@pytest.mark.parametrize("name", [*ALL_SETS, "values"])
def test_spelling_is_british(name: str) -> None:
    assert AMERICAN.findall((TEXTS / f"{name}.json").read_text(encoding="utf-8")) == []


def test_ten_values_have_a_statement_and_a_plain_version() -> None:
    values = read("values")["values"]
    assert {value["code"] for value in values} == VALUES
    assert len(values) == 10
    for value in values:
        assert 2 <= len(sentences(value["statement"])) <= 3
        assert 8 <= len(value["plain_text"].split()) <= 40
        assert set(value) == {"code", "title", "statement", "plain_text"}
