"""Loading, publishing and superseding editions; what is published stays as it was."""

import copy
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import timedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from peerreview.actions.standards import (
    load_edition_text,
    load_values,
    open_consultation,
    publish_edition,
    withdraw_edition,
)
from peerreview.actions.standards_shipped import TEXTS, load_shipped_standards
from peerreview.domain.standards import ALLOWED, PublishedEditionNeverChanges, digest, may_become
from peerreview.domain.standards_text import parse
from peerreview.enums.standards import EditionState
from peerreview.models import Standard, StandardMapping, StandardSetEdition
from peerreview.queries.standards import edition_text
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.standards import VALUES, draft_edition, published_edition, standard, text
from tests.people import person
from tests.thorough import examples

CODES = ("attachment", "respect", "process")


def fresh(edition: StandardSetEdition) -> StandardSetEdition:
    return StandardSetEdition.objects.get(pk=edition.pk)


def hash_now(edition: StandardSetEdition) -> str:
    return digest(edition_text(fresh(edition)).as_content())


@pytest.mark.parametrize("now", EditionState)
@pytest.mark.parametrize("then", EditionState)
def test_edition_goes_only_where_the_table_says(now: EditionState, then: EditionState) -> None:
    assert may_become(now, then) == (then in ALLOWED[now])
    if now in (EditionState.SUPERSEDED, EditionState.WITHDRAWN):
        assert not may_become(now, then)


@settings(max_examples=examples(40), deadline=None)
@given(st.permutations(["home", "school", "fostering"]), st.permutations([0, 1]))
def test_hash_ignores_the_order_of_lists_without_order(kinds: list[str], links: list[int]) -> None:
    both = [{"value": "respect", "strength": "primary"}, {"value": "process", "strength": "secondary"}]
    shuffled = standard("1.1", applies_to=kinds, values=[both[place] for place in links])
    plain = standard("1.1", applies_to=["home", "school", "fostering"], values=both)
    hashes = {digest(parse(text(one), values=CODES).as_content()) for one in (shuffled, plain)}
    assert len(hashes) == 1


@settings(max_examples=examples(40), deadline=None)
@given(st.sampled_from(["text", "plain_text", "guidance", "evidence_hint", "lineage"]), st.text("ab'", min_size=1))
def test_hash_follows_every_word(field: str, word: str) -> None:
    before, after = standard("1.1"), standard("1.1")
    after[field] = f"{after[field]}x{word}"
    assert len({digest(parse(text(one), values=CODES).as_content()) for one in (before, after)}) == 2


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    edition = draft_edition(standard("1.1", text="Adults don't shout."))
    rows = Standard.history.count()
    again = load_edition_text(data=text(standard("1.1", text="Adults don't shout.")), by=None, at=NOON)
    assert (again.edition.pk, again.changed) == (edition.pk, False)
    assert Standard.history.count() == rows


@pytest.mark.django_db
def test_a_draft_is_rewritten_and_its_history_stays() -> None:
    edition = draft_edition(standard("1.1"))
    load_edition_text(data=text(standard("1.1", text="Other."), standard("1.2")), by=None, at=NOON)
    assert edition.standards.get(code="1.1").text == "Other."
    assert edition.standards.count() == 2
    assert Standard.history.filter(history_type="-").count() == 1


@pytest.mark.django_db
def test_publishing_stores_the_hash_and_the_explanation() -> None:
    manager = person("programme_manager")
    edition = publish_edition(edition=draft_edition(), by=manager, at=NOON, change_note="It's new.")
    assert edition.sha256 == hash_now(edition)
    assert (edition.published_by, edition.published_at, edition.change_note) == (manager, NOON, "It's new.")
    assert edition.history.first().history_change_reason == "Published: It's new."


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["administrator", "editor", "reviewer"])
def test_only_programme_managers_write_and_publish(role: str) -> None:
    edition, somebody = draft_edition(), person(role)
    for act in (
        lambda: publish_edition(edition=edition, by=somebody, at=NOON),
        lambda: load_edition_text(data=text(number=2), by=somebody, at=NOON),
        lambda: load_values(data=VALUES, by=somebody, at=NOON),
        lambda: open_consultation(edition=edition, by=somebody, at=NOON),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.django_db
def test_publishing_without_a_note_is_refused() -> None:
    with pytest.raises(Refused):
        publish_edition(edition=draft_edition(change_note=""), by=None, at=NOON)


@pytest.mark.django_db
def test_a_published_edition_is_not_rewritten_by_another_file() -> None:
    edition = published_edition()
    assert load_edition_text(data=text(), by=None, at=NOON).changed is False
    with pytest.raises(Refused):
        load_edition_text(data=text(standard("1.1", text="Other.")), by=None, at=NOON)
    assert hash_now(edition) == edition.sha256


@pytest.mark.django_db
def test_the_next_edition_supersedes_and_changes_no_byte_of_the_last() -> None:
    first = published_edition(standard("1.1"), standard("1.2"), standard("1.3"))
    before = hash_now(first)
    second = published_edition(
        standard("1.1"), standard("1.2", text="Reworded."), standard("1.4"), number=2, effective_from="2027-01-01"
    )
    first = fresh(first)
    assert (first.state, first.effective_until, second.supersedes) == ("superseded", second.effective_from, first)
    assert hash_now(first) == before == first.sha256
    assert sorted(StandardMapping.objects.values_list("kind", flat=True)) == ["new", "retired", "reworded", "same"]


@pytest.mark.django_db
def test_an_older_edition_is_not_published_over_a_later_one() -> None:
    older = draft_edition(number=1)
    published_edition(number=2)
    with pytest.raises(Refused):
        publish_edition(edition=older, by=None, at=NOON)


@pytest.mark.django_db
def test_withdrawing_keeps_content_and_hash() -> None:
    edition = published_edition()
    manager = person("programme_manager")
    gone = withdraw_edition(edition=edition, by=manager, reason="The law changed", at=NOON + timedelta(days=3))
    assert gone.state == "withdrawn"
    assert hash_now(gone) == edition.sha256


@pytest.mark.django_db
def test_published_content_is_refused_by_the_models() -> None:
    edition = published_edition()
    one = edition.standards.get()
    one.text = "Other."
    for row in (one, edition.sections.get(), one.value_links.get()):
        with pytest.raises(PublishedEditionNeverChanges):
            row.save()
        with pytest.raises(PublishedEditionNeverChanges):
            row.delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE peerreview_standard SET text = 'x'",
        "UPDATE peerreview_section SET title = 'x'",
        "UPDATE peerreview_standardvaluelink SET strength = 'secondary'",
        "UPDATE peerreview_standardsetedition SET introduction = 'x'",
        "UPDATE peerreview_standardsetedition SET sha256 = ''",
        "DELETE FROM peerreview_standardvaluelink",
    ],
)
def test_published_content_is_refused_by_the_database(statement: str) -> None:
    edition = published_edition()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert hash_now(edition) == edition.sha256


@pytest.mark.django_db
def test_a_draft_beside_a_published_edition_can_still_be_written() -> None:
    published_edition()
    other = draft_edition(standard("1.1", text="Draft."), number=2)
    one = other.standards.get()
    one.text = "Better."
    one.save()
    assert Standard.objects.get(pk=one.pk).text == "Better."


@pytest.mark.django_db
def test_import_of_export_is_the_same_edition() -> None:
    edition = published_edition(
        standard("1.1", text="Children's words, “as said”."), standard("1.2", type=1, core=True)
    )
    exported = json.loads(json.dumps(edition_text(edition).as_content()))
    assert digest(parse(exported, values=CODES).as_content()) == edition.sha256
    assert load_edition_text(data=exported, by=None, at=NOON).changed is False


@pytest.mark.django_db
def test_the_shipped_sets_load_and_a_second_time_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peerreview.actions.standards_shipped.SHIPPED", ("practitioner-competencies",))
    (edition,) = load_shipped_standards(by=None, at=NOON)
    rows = Standard.history.count()
    (again,) = load_shipped_standards(by=None, at=NOON)
    assert (again.pk, again.sha256, Standard.history.count()) == (edition.pk, edition.sha256, rows)
    assert edition.standards.count() == 60


@pytest.mark.parametrize("name", ["whole-home", "living-learning", "practitioner-competencies"])
def test_every_shipped_text_can_be_loaded(name: str) -> None:
    values = [row["code"] for row in json.loads((TEXTS / "values.json").read_text(encoding="utf-8"))["values"]]
    data = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    content = parse(data, values=values).as_content()
    assert digest(content) == digest(copy.deepcopy(content))
