"""Rooms have names, and somebody who says who may join."""

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.live.rooms import KINDS, Room, is_oneself, may_join, register_room
from portal.people.models import User
from tests.conftest import NOON


@pytest.mark.parametrize("name", ["proposal:5", "meeting_room:1", "a1:999999999999999999"])
def test_a_room_is_read_and_written_alike(name: str) -> None:
    room = Room.named(name)
    assert room is not None
    assert str(room) == name
    assert len(room.group) < 100
    assert ":" not in room.group


@pytest.mark.parametrize(
    "name",
    [
        "",
        "proposal",
        "proposal:",
        "proposal:0",
        "proposal:05",
        "proposal:-1",
        "proposal:5 ",
        "Proposal:5",
        "a:b:5",
        "proposal:1e3",
        "proposal:" + "9" * 19,
        "x" * 41 + ":1",
        "proposal:५",
        "room.proposal:5",
        "proposal:5\n",
    ],
)
def test_anything_else_is_no_room(name: str) -> None:
    assert Room.named(name) is None


def test_a_kind_nobody_registered_is_closed() -> None:
    assert not may_join(AnonymousUser(), Room("nothing_like_it", 1), NOON)


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="already registered"):
        register_room("person", lambda person, row_id, at: True)
    with pytest.raises(ValueError, match="cannot be the kind"):
        register_room("Person", lambda person, row_id, at: True)
    assert KINDS["person"] is is_oneself


def test_a_persons_own_room_is_theirs_alone() -> None:
    assert may_join(User(pk=7), Room("person", 7), NOON)
    assert not may_join(User(pk=7), Room("person", 8), NOON)
    assert not may_join(AnonymousUser(), Room("person", 7), NOON)
