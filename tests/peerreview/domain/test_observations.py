"""Notes: whatever the order and however often, every text is kept once (invariants 25 and 26)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerreview.domain.observations import Act, Version, stand, take

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
acts = st.builds(
    Act,
    act=st.sampled_from([f"act-{n}" for n in range(8)]),
    base=st.integers(-1, 6),
    text=st.text(max_size=4),
    settles=st.booleans(),
)


def play(queue: list[Act]) -> list[Version]:
    versions: list[Version] = []
    for act in queue:
        added = take(versions, act)
        if added is not None:
            versions.append(added)
    return versions


def once(queue: list[Act]) -> dict[str, str]:
    """Return the text of each act, as it was first sent: a name is never used for two texts by a notebook."""
    return {act.act: act.text for act in reversed(queue)}


@SLOW
@given(st.lists(acts, max_size=12), st.data())
def test_sending_a_queue_again_changes_nothing(queue: list[Act], data: st.DataObject) -> None:
    versions = play(queue)
    again = data.draw(st.lists(st.sampled_from(queue), max_size=8)) if queue else []
    assert play([*queue, *queue]) == versions
    assert play([*queue, *again]) == versions


@SLOW
@given(st.lists(acts, max_size=12))
def test_every_text_is_kept_exactly_once_and_is_never_changed(queue: list[Act]) -> None:
    versions = play(queue)
    assert [one.n for one in versions] == list(range(1, len(versions) + 1))
    assert {one.act: one.text for one in versions} == once(queue)
    assert all(0 <= one.base < one.n for one in versions)


@SLOW
@given(st.permutations(range(6)), st.data())
def test_two_phones_in_any_order_lose_no_text_that_nobody_replaced(order: list[int], data: st.DataObject) -> None:
    """Each phone rests on its own last text alone: what stands in the end is the last text of each."""
    phones: dict[str, int] = {}
    versions: list[Version] = []
    for number in order:
        phone = data.draw(st.sampled_from(["one", "other"]))
        added = take(versions, Act(f"{phone}-{number}", phones.get(phone, 0), f"{phone} {number}"))
        assert added is not None
        versions.append(added)
        phones[phone] = added.n
    assert sorted(stand(versions)) == sorted(phones.values())


def test_a_clash_keeps_both_until_somebody_who_read_both_puts_them_together() -> None:
    versions = play([Act("a", 0, "Breakfast."), Act("b", 1, "Breakfast, with toast."), Act("c", 1, "Bedtime.")])
    assert stand(versions) == [2, 3]
    blind = play([*_acts(versions), Act("d", 2, "Only one.", settles=True)])
    assert stand(blind) == [3, 4]
    seen = play([*_acts(versions), Act("d", 3, "Breakfast and bedtime.", settles=True)])
    assert stand(seen) == [4]


def test_what_rests_on_a_version_that_was_lost_stands_beside() -> None:
    assert stand(play([Act("a", 0, "One."), Act("b", 7, "Seven.")])) == [1, 2]


def _acts(versions: list[Version]) -> list[Act]:
    return [Act(one.act, one.base, one.text, one.settles) for one in versions]
