"""``python -m tests.load.network [--services N] [--cycles N]``: the pages of peer review over a whole country.

As many services as the regulator's register has, each reviewed in every cycle by the 72 standards of our own set, each
standard answered by the staff. Made in a database of its own (on PostgreSQL when ``DATABASE_URL`` is set) and removed.
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.load.__main__ import prepare_settings

if TYPE_CHECKING:
    from peerreview.models import Review
    from portal.people.models import User

SERVICES, CYCLES, TIMES = 3111, 5, 15
# Queries at most, and the share of a plain list's speed at least: the quality page's line for these pages.
QUERIES, SHARE = 12, 0.4
# A network report: seconds to compute it, and the share when it is read.
COMPUTED, READ, NETWORK = 3.0, 0.5, "network report, read"


def main() -> int:
    """Make the data, ask each page some times beside a plain list, print, and leave nothing behind."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.network", description=__doc__)
    parser.add_argument("--services", type=int, default=SERVICES)
    parser.add_argument("--cycles", type=int, default=CYCLES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-network-") as folder, ExitStack() as undo:
        prepare_settings(Path(folder))
        import django  # noqa: PLC0415 - settings stand in the environment only now

        django.setup()
        logging.disable(logging.WARNING)
        from django.core.management import call_command  # noqa: PLC0415

        from tests.load.database import OwnDatabase  # noqa: PLC0415
        from tests.load.run import NOT_COLLECTED  # noqa: PLC0415

        database = OwnDatabase("network")
        undo.callback(database.remove)
        database.make()
        begun = time.perf_counter()
        pages, counted = make(asked.services, asked.cycles)
        database.settle()
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=NOT_COLLECTED)
        say(f"{counted}, made in {time.perf_counter() - begun:.0f} s\n")
        over = [*computed(), *(name for name in measured(pages) if name)]
    say(f"\nOver the budget of statements: {', '.join(over)}" if over else "\nWithin every budget of statements.")
    return 1 if over else 0


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def make(services: int, cycles: int) -> tuple[dict[str, tuple[str, str]], str]:
    """Fill the database; return the pages (address, and the session that asks) and what there is in words."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from peerreview.actions.standards_shipped import load_shipped_standards  # noqa: PLC0415
    from peerreview.enums.hosts import HostKind  # noqa: PLC0415
    from peerreview.enums.reviews import DeadlineKind, ReviewKind, ReviewState  # noqa: PLC0415
    from peerreview.models import (  # noqa: PLC0415
        Deadline,
        HostRole,
        Membership,
        PeerJudgement,
        Review,
        ReviewCycle,
        SelfAssessment,
        Service,
        StandardResponse,
        StandardSetEdition,
    )
    from tests.load import world  # noqa: PLC0415

    at = timezone.now()
    here = world._people(400, at)
    world._services(services)
    Membership.objects.update(standard_set="whole-home")
    load_shipped_standards(by=None, at=at - timedelta(days=2000))
    edition = StandardSetEdition.objects.get(set__code="whole-home", state="published")
    day = timezone.localdate(at)
    all_services = list(Service.objects.order_by("pk"))
    labels: list[ReviewCycle] = world.bulk(
        ReviewCycle,
        [
            ReviewCycle(
                label=f"cycle-{n}",
                title=f"Cycle {n}",
                opens_on=day - timedelta(days=100 + 365 * (cycles - 1 - n)),
                closes_on=day + timedelta(days=265 - 365 * (cycles - 1 - n)),
            )
            for n in range(cycles)
        ],
    )
    host = here.trustees[3]
    world.bulk(HostRole, [HostRole(service=all_services[0], person=host, kind=HostKind.LEAD, starts_on=world.LONG_AGO)])

    def due(cycle: ReviewCycle, service: int, nth: int) -> date:
        return cycle.opens_on + timedelta(days=60 + 30 * nth + service % 90)

    def reviews() -> Iterator[Review]:
        for cycle in labels:
            for service in all_services:
                yield Review(
                    service=service,
                    cycle=cycle,
                    kind=ReviewKind.FULL,
                    edition=edition,
                    clock_from=cycle.opens_on,
                    state=ReviewState.SELF_REVIEW,
                    state_since=at,
                    awaited_kind=DeadlineKind.SELF_REVIEW,
                    awaited_on=due(cycle, service.pk, 0),
                )

    made: list[Review] = world.bulk(Review, reviews())
    world.bulk(
        Deadline,
        (
            Deadline(review=row, kind=kind, due_on=due(row.cycle, row.service_id, n))
            for row in made
            for n, kind in enumerate(DeadlineKind.values)
        ),
    )
    world.bulk(SelfAssessment, (SelfAssessment(review=row, begun_at=at, begun_by=host) for row in made))
    # A million rows are written by the database itself: through Python they would take longer than everything else.
    table = StandardResponse._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (self_assessment_id, standard_id, voice, score, commentary, reason, version,"  # noqa: S608
            " saved_by_id, saved_at, writer, since, seq) SELECT a.id, s.id, 'staff',"
            " CASE (a.id + s.id) %% 3 WHEN 0 THEN 'met' WHEN 1 THEN 'partly_met' ELSE 'not_met' END,"
            " 'The notes of the last six weeks show what changed because of it.', '', 1, %s, %s, '', 0, 0"
            " FROM peerreview_selfassessment a CROSS JOIN peerreview_standard s WHERE s.edition_id = %s",
            [host.pk, at, edition.pk],
        )
    judge(made, host, here.manager, at)
    for person in (here.manager, host):
        world.sign_in(person, at)
    own = next(row for row in made if row.cycle_id == labels[-1].pk and row.service_id == all_services[0].pk)
    code = edition.standards.order_by("pk")[0].code
    manager, lead = world.session_key(here.manager), world.session_key(host)
    cycle = labels[-1].label
    pages = {
        "floor: a plain list": ("/floor/list/services/", manager),
        "cycle": (f"/cycles/{cycle}/", manager),
        "cycle, the late ones": (f"/cycles/{cycle}/?stage=late", manager),
        "list of reviews": ("/reviews/", manager),
        "one review": (f"/reviews/{own.pk}/", lead),
        "workbook": (f"/reviews/{own.pk}/self-assessment/", lead),
        "workbook, one standard": (f"/reviews/{own.pk}/self-assessment/standards/{code}/staff/", lead),
        "evidence": (f"/reviews/{own.pk}/evidence/", lead),
        NETWORK: (f"/network-reports/{cycle}/whole-home/{edition.number}/", ""),
    }
    counted = (
        f"{connection.vendor}: {len(all_services)} services, {cycles} cycles, {len(made)} reviews,"
        f" {Deadline.objects.count()} deadlines, {StandardResponse.objects.count()} answers,"
        f" {PeerJudgement.objects.count()} judgements"
    )
    return pages, counted


def judge(reviews: "list[Review]", lead: "User", manager: "User", at: datetime) -> None:
    """Give every review a final report with a judgement of each standard; one report in eight is public."""
    from django.db import connection  # noqa: PLC0415

    from peerreview.models import PeerJudgement, ReportVersion, VisitReport  # noqa: PLC0415
    from tests.load import world  # noqa: PLC0415

    rows = (VisitReport(review=row, lead=lead, begun_at=at, finalised_by=manager, finalised_at=at) for row in reviews)
    reports: list[VisitReport] = world.bulk(VisitReport, rows)
    world.bulk(
        ReportVersion,
        (
            ReportVersion(report=row, n=n, kind=kind, content={}, sha256="", made_by=lead, made_at=at)
            for row in reports
            for n, kind in enumerate(("final", "public") if row.pk % 8 == 0 else ("final",), start=1)
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {PeerJudgement._meta.db_table} (report_id, standard_id, score, commentary, reason,"  # noqa: S608
            " difference, own_score, version, saved_by_id, saved_at, writer, since, seq) SELECT r.id, s.id,"
            " CASE (r.id * 7 + s.id) %% 5 WHEN 0 THEN 'partly_met' WHEN 1 THEN 'not_met' ELSE 'met' END,"
            " 'We saw it at supper and again in the morning.', '', '', 'met', 1, %s, %s, '', 0, 0"
            " FROM peerreview_visitreport r JOIN peerreview_review v ON v.id = r.review_id"
            " JOIN peerreview_standard s ON s.edition_id = v.edition_id",
            [lead.pk, at],
        )


def computed() -> Iterator[str]:
    """Compute and publish the network report of each cycle, the first first; yield a name if the last took too long."""
    from django.utils import timezone  # noqa: PLC0415

    from peerreview.actions import aggregates as actions  # noqa: PLC0415
    from peerreview.models import ReviewCycle, StandardSetEdition  # noqa: PLC0415
    from portal.people.enums import RoleKind  # noqa: PLC0415
    from portal.people.models import RoleGrant, User  # noqa: PLC0415
    from tests.load import world  # noqa: PLC0415

    edition = StandardSetEdition.objects.get(set__code="whole-home", state="published")
    # Somebody who works for no member: those of the made world do, and could not make one.
    manager = User(name="Sandy Moor", email="network@load.example", password="!", joined_at=timezone.now())
    world.bulk(User, [manager])
    world.bulk(RoleGrant, [RoleGrant(person=manager, role=RoleKind.PROGRAMME_MANAGER, starts_on=world.LONG_AGO)])
    taken = 0.0
    for cycle in ReviewCycle.objects.order_by("opens_on"):
        at = timezone.now()
        begun = time.perf_counter()
        draft = actions.compute_aggregate(cycle=cycle, edition=edition, fewest=5, reason="", by=manager, at=at)
        taken = time.perf_counter() - begun
        words = {"summary": "A year of visits.", "plain_summary": "A year of visits."}
        actions.write_network_words(report=draft.report, base=0, by=manager, at=at, **words)
        actions.publish_aggregate(report=draft.report, base=draft.n, by=manager, at=at)
    earlier = ReviewCycle.objects.count() - 1
    say(f"network report computed, beside {earlier} earlier ones: {taken:.2f} s of {COMPUTED:.0f} s\n")
    if taken > COMPUTED:
        yield "network report, computed"


def measured(pages: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Ask each page ``TIMES`` times in turn with the floor; yield the names of those that ask too many questions."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    def asking(path: str, key: str) -> Callable[[], Any]:
        client = Client(HTTP_HOST="127.0.0.1")
        if key:
            client.cookies["sessionid"] = key
        return lambda: client.get(path)

    say("| page | queries | ms | plain list, ms | ratio | required |\n|---|---|---|---|---|---|")
    floor = asking(*pages["floor: a plain list"])
    for name, (path, key) in pages.items():
        ask = asking(path, key)
        answer = ask()
        if answer.status_code != 200:
            say(f"| {name} | {path} answered {answer.status_code} | | | | |")
            yield name
            continue
        with CaptureQueriesContext(connection) as queries:
            ask()
        # Counted at once: the next request forgets them.
        many = len(queries)
        taken, least = zip(*((_time(ask), _time(floor)) for _turn in range(TIMES)), strict=True)
        ratio = median(least) / median(taken)
        share = READ if name == NETWORK else SHARE
        say(f"| {name} | {many} of {QUERIES} | {median(taken):.1f} | {median(least):.1f} | {ratio:.2f} | ≥ {share} |")
        yield name if many > QUERIES else ""


def _time(ask: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    sys.exit(main())
