"""Last year's network report, over the few reviews that came to a final report: counted, and published.

They are too few for any number, so the page shows how a report reads in which everything is withheld, with the
network's own action points. More reports would cost more time than a demonstration may take to be prepared.
"""

from datetime import timedelta

from governance.models import Board
from peerreview.actions import aggregates
from peerreview.enums.aggregates import PointStatus
from peerreview.models import AggregateReport, Review
from portal.demonstration.finished import last_year
from portal.demonstration.peerreviews import service_numbered
from portal.demonstration.people import Cooperative

# Any service whose review of last year is finished: all of them rest on one edition.
A_FINISHED_ONE = 31
# Days ago.
COMPUTED, PUBLISHED, UPDATED = 3, 2, 1
WORDS = (
    "This is the first network report made in the portal. It counts so few final reports that every number would say"
    " something of single homes; all of them are withheld, and the tables will fill as more reports become final.\n\n"
    "What the network learned about itself needs no numbers: visits came late because there are too few people who can"
    " lead one, and young people were asked too late what a visit should look at."
)
PLAIN_WORDS = (
    "We read the reports of all homes together. There are not many yet, so we tell no numbers: nobody should be able to"
    " find out which home it was.\n\nVisits came late last year. We will train more people to lead them, and ask you"
    " before a visit what it should look at."
)
POINTS: tuple[tuple[str, str, int], ...] = (
    ("Agree on dates for all visits of a year before it begins, with every regional board.", "national", -120),
    ("Train twenty more lead reviewers, so that no visit waits for a lead.", "", -200),
    ("Ask young people in every region what a visit should never miss.", "north-west", -160),
)


def publish_network_report(cooperative: Cooperative) -> None:
    """Tell it through the acts, each on its day."""
    manager, calendar = cooperative.cast["programme-manager"], cooperative.calendar
    review = Review.objects.select_related("cycle", "edition").get(
        cycle=last_year(), service=service_numbered(A_FINISHED_ONE)
    )
    cycle, edition = review.cycle, review.edition
    at = calendar.at(COMPUTED)
    draft = aggregates.compute_aggregate(cycle=cycle, edition=edition, fewest=5, reason="", by=manager, at=at)
    report = draft.report
    later = at + timedelta(hours=1)
    texts = {"summary": WORDS, "plain_summary": PLAIN_WORDS}
    report = aggregates.write_network_words(report=report, base=0, by=manager, at=later, **texts)
    points = [
        aggregates.add_network_point(
            report=report,
            text=text,
            board=Board.objects.get(slug=board) if board else None,
            due_on=calendar.day(due),
            carried_from=None,
            by=manager,
            at=later,
        )
        for text, board, due in POINTS
    ]
    report = AggregateReport.objects.select_related("cycle").get(pk=report.pk)
    aggregates.publish_aggregate(report=report, base=draft.n, by=manager, at=calendar.at(PUBLISHED))
    aggregates.update_network_point(
        point=points[1],
        status=PointStatus.IN_PROGRESS,
        text="Eight people have asked for a place; the first two days are planned for January.",
        by=manager,
        at=calendar.at(UPDATED),
    )
