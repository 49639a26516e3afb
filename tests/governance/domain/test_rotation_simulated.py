"""The whole country for some years: what the offsets and the national balance are for, in small."""

from tests.load.rotation import SCENARIOS, Run, simulate, table

REGIONS, TERMS = 10, 30


def runs() -> dict[str, Run]:
    return {scenario.name: simulate(scenario, REGIONS, TERMS) for scenario in SCENARIOS}


def test_without_offsets_all_chairs_come_from_one_constituency_and_with_them_never() -> None:
    bare, staggered, balanced, troubled = runs().values()
    assert (bare.from_one, bare.all_heard) == (100, 0)
    assert staggered.from_one < 50
    assert (balanced.from_one, troubled.from_one) == (0, 0)
    assert balanced.all_heard >= 80
    assert troubled.all_heard >= 70


def test_every_constituency_serves_as_often_as_the_others_of_its_board() -> None:
    *peaceful, troubled = runs().values()
    for run in peaceful:
        for region in run.regions:
            assert max(region.served.values()) - min(region.served.values()) <= 1
        assert run.longest_wait <= 5
    assert troubled.longest_wait <= 8
    assert sum(region.missed for region in troubled.regions) == 0


def test_two_runs_print_the_same_table() -> None:
    first, second = (list(table([simulate(SCENARIOS[-1], 4, 10)])) for _ in range(2))
    assert first == second
    assert len(first) == 3
