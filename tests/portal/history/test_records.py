"""What a history row says: the moment of the act, the person, the reason, and values that truly were."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from simple_history.signals import post_create_historical_record

from portal.history import records
from portal.history.acting import acting_as
from portal.history.as_of import history_rows, record_as_of
from portal.history.records import SavedFromThePast, models_with_history
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import Organisation, User
from tests.conftest import NOON
from tests.portal.history.conftest import organisation

pytestmark = pytest.mark.django_db


def test_the_moment_of_the_act_is_the_date_of_its_history_row(ada: User) -> None:
    row = organisation("a", ada)
    row.name = "b"
    save_with_history(row, by=ada, reason="Renamed by its members", at=NOON + timedelta(days=3))
    newest = history_rows(row).first()
    assert newest.history_date == NOON + timedelta(days=3)
    assert (newest.history_user, newest.history_change_reason) == (ada, "Renamed by its members")
    assert newest.history_type == "~"


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_change_without_a_reason_is_refused(ada: User, reason: str) -> None:
    row = organisation("a", ada)
    with pytest.raises(ValueError, match="needs a reason"):
        save_with_history(row, by=ada, reason=reason, at=NOON)
    with pytest.raises(ValueError, match="needs a reason"):
        delete_with_history(row, by=ada, reason=reason, at=NOON)
    assert history_rows(row).count() == 1


def test_a_reason_may_be_long(ada: User) -> None:
    row = organisation("a")
    save_with_history(row, by=ada, reason="why " * 2000, at=NOON)
    assert history_rows(row).first().history_change_reason == "why " * 2000


def test_two_writes_at_the_same_instant_keep_their_order(ada: User) -> None:
    row = organisation("a", ada)
    for name in "bcd":
        row.name = name
        save_with_history(row, by=ada, reason="Renamed", at=NOON)
    assert [past.name for past in history_rows(row)] == ["d", "c", "b", "a"]
    now = record_as_of(row, NOON)
    assert now is not None
    assert now.name == "d"


def test_a_rollback_writes_neither_the_record_nor_its_history(ada: User) -> None:
    row = organisation("a", ada)
    with transaction.atomic():
        row.name = "b"
        save_with_history(row, by=ada, reason="Renamed", at=NOON)
        organisation("c", ada)
        transaction.set_rollback(True)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["a"]
    assert [past.name for past in Organisation.history.all()] == ["a"]


def test_saving_some_fields_of_a_stale_object_records_what_the_row_says(ada: User) -> None:
    row = organisation("a", ada)
    stale = Organisation.objects.get(pk=row.pk)
    row.name = "b"
    save_with_history(row, by=ada, reason="Renamed", at=NOON)
    stale.reference = "SC1"
    save_with_history(stale, by=ada, reason="Reference", at=NOON, update_fields=["reference"])
    newest = history_rows(row).first()
    assert (newest.name, newest.reference, stale.name) == ("b", "SC1", "b")


def test_saving_only_what_history_leaves_out_writes_no_row(ada: User) -> None:
    ada.last_login = NOON
    ada.save(update_fields=["last_login"])
    assert history_rows(ada).count() == 1
    ada.known_as, ada.last_login = "Ada", NOON
    ada.save(update_fields=["known_as", "last_login"])
    assert history_rows(ada).count() == 2


def test_acting_as_names_person_and_reason_for_saves_it_surrounds(ada: User) -> None:
    row = organisation("a")
    with acting_as(ada, "Tidied in the CMS"):
        row.save()
    row.save()
    outside, inside = history_rows(row)[:2]
    assert (inside.history_user, inside.history_change_reason) == (ada, "Tidied in the CMS")
    assert (outside.history_user, outside.history_change_reason) == (None, "")


def test_the_marks_of_one_save_do_not_colour_the_next(ada: User) -> None:
    row = organisation("a", ada)
    row.save()
    assert history_rows(row).first().history_user is None


def test_deleting_leaves_a_last_row_with_the_reason(ada: User) -> None:
    row = organisation("a", ada)
    key = row.pk
    delete_with_history(row, by=ada, reason="Entered twice", at=NOON)
    last = Organisation.history.filter(id=key).first()
    assert (last.history_type, last.name, last.history_change_reason) == ("-", "a", "Entered twice")


def test_a_record_from_the_past_cannot_be_saved_over_the_present(ada: User) -> None:
    past = record_as_of(organisation("a", ada), NOON)
    assert past is not None
    with pytest.raises(SavedFromThePast):
        past.save()


def test_a_row_written_at_once_is_the_row_that_the_library_writes(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    row = organisation("a", ada)
    with monkeypatch.context() as slowly:
        slowly.setattr(records, "is_plain", lambda *anything: False)
        save_with_history(row, by=ada, reason="Looked over", at=NOON)
    save_with_history(row, by=ada, reason="Looked over", at=NOON)
    at_once, by_the_library = Organisation.history.filter(id=row.pk).values()[:2]
    assert at_once.pop("history_id") > by_the_library.pop("history_id")
    assert at_once == by_the_library


def test_rows_of_every_model_are_written_at_once() -> None:
    unusual = [
        model.__name__
        for model in models_with_history()
        if not records.is_plain(model.history.model, records._attributes(tuple(model.history.model.tracked_fields)))
    ]
    assert unusual == []


def test_whoever_waits_for_history_rows_hears_of_them(ada: User) -> None:
    heard = []

    def hear(history_instance: Any, **kwargs: Any) -> None:
        heard.append(history_instance.name)

    post_create_historical_record.connect(hear)
    try:
        organisation("a", ada)
    finally:
        post_create_historical_record.disconnect(hear)
    organisation("b", ada)
    assert heard == ["a"]
