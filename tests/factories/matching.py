"""Problems of any size for the matching: drawn from a seed, so that the same one comes again."""

from datetime import date, timedelta
from random import Random

from peerreview.domain.matching.problem import Kind, Problem, Review, Reviewer, Span
from peerreview.domain.travel import Place

FIRST = date(2027, 2, 1)
REGIONS = ("NE", "NW", "YH", "EM", "WM", "EE", "LDN", "SE", "SW", "WAL")
SETS = ("whole-home", "living-learning")
NEEDS = ("autism", "trauma", "education", "secure", "siblings", "disability")
KINDS = (Kind.LEAD, Kind.PEER, Kind.PEER, Kind.EXPERT, Kind.PEER, Kind.LEAD, Kind.PEER, Kind.SPECIALIST, Kind.EXPERT)


def draw_problem(services: int, seed: int, *, people_per_service: float = 2.0, cap: int = 4, days: int = 60) -> Problem:
    """Draw ``services`` reviews of nearly as many organisations, and their reviewers with the usual gaps."""
    chance = Random(seed)
    organisations = max(2, round(services * 0.8))
    places = [Place(f"E{chance.randrange(150):03d}", chance.choice(REGIONS)) for _ in range(organisations)]
    reviews = tuple(
        Review(
            key=number + 1,
            organisation=number % organisations + 1,
            place=places[number % organisations],
            standard_set=SETS[chance.random() < 0.15],
            needs=frozenset(chance.sample(NEEDS, 2)),
            dates=tuple(FIRST + timedelta(days=day) for day in sorted(chance.sample(range(days), 3))),
        )
        for number in range(services)
    )
    reviewers = tuple(
        _person(number, organisations, places, chance, cap) for number in range(round(services * people_per_service))
    )
    pairs = [(person.key, review.key) for person in reviewers for review in reviews]
    return Problem(
        reviews=reviews,
        reviewers=reviewers,
        blocked=frozenset(pair for pair in pairs if chance.random() < 0.03),
        served=frozenset(
            (chance.randrange(organisations) + 1, chance.randrange(services) + 1) for _ in range(services * 3)
        ),
        met=frozenset(
            (min(two), max(two))
            for _ in range(services * 4)
            for two in [chance.sample(range(1, len(reviewers) + 1), 2)]
        )
        if len(reviewers) > 1
        else frozenset(),
        balance={home: chance.randrange(-5, 6) for home in range(1, organisations + 1)},
    )


def _person(number: int, organisations: int, places: list[Place], chance: Random, cap: int) -> Reviewer:
    kind = KINDS[number % len(KINDS)]
    home = None if kind is Kind.EXPERT and chance.random() < 0.5 else chance.randrange(organisations)
    away = FIRST + timedelta(days=chance.randrange(60))
    always = (Span(date(2026, 1, 1)),)
    ends = FIRST + timedelta(days=chance.randrange(400))
    return Reviewer(
        key=number + 1,
        kind=kind,
        organisation=None if home is None else home + 1,
        place=None if home is None else places[home],
        sets=frozenset(one for one in SETS if chance.random() < 0.75),
        specialisms=frozenset(chance.sample(NEEDS, 2)),
        cap=chance.randint(1, cap),
        limit=chance.choice((0, 1, 2, 2)),
        available=(Span(date(2026, 1, 1), away), Span(away + timedelta(days=10))),
        training=always if chance.random() < 0.9 else (),
        lead_training=always if kind is Kind.LEAD and chance.random() < 0.9 else (),
        clearance=(Span(date(2025, 1, 1), ends),),
    )
