"""Making a network report: computed, given its words and the network's own action points, published.

Locks: the cycle, the report. Every version is added and none is changed. What a version tells of services that were
counted before stays as it was told; newer ones are counted when they are enough to be told apart from nobody.
"""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from governance.models import Board
from peerreview.domain.aggregates import NetworkReport, read_network_report, told_of_too_few
from peerreview.domain.reports import content_hash
from peerreview.domain.withholding import FEWEST
from peerreview.enums.aggregates import AggregateKind, PointStatus
from peerreview.models import (
    AggregateReport,
    AggregateVersion,
    NetworkActionPoint,
    NetworkPointUpdate,
    ReviewCycle,
    StandardSetEdition,
)
from peerreview.models.strangers import forget_strangers
from peerreview.permissions import aggregates as permissions
from peerreview.queries import aggregates as queries
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused


@transaction.atomic
def compute_aggregate(
    *, cycle: ReviewCycle, edition: StandardSetEdition, fewest: int, reason: str, by: User, at: datetime
) -> AggregateVersion:
    """Count the final reports of a cycle by one edition, as a new draft version; the first begins the report.

    ``fewest`` is a number of services and counts for the first time only. After that a ``reason`` is asked.
    """
    cycle = _locked_cycle(cycle, by, at)
    reports = queries.final_reports(cycle, edition)
    if not reports:
        raise Refused(_("No report of this cycle by this edition is final yet: there is nothing to count."))
    report = AggregateReport.objects.filter(cycle=cycle, edition=edition).first()
    if report is None:
        if fewest < FEWEST:
            raise Refused(_("A number is never told of fewer than %(fewest)d services.") % {"fewest": FEWEST})
        report = AggregateReport(cycle=cycle, edition=edition, fewest=fewest, begun_at=at)
        save_with_history(report, by=by, reason=_("Network report begun"), at=at)
        reason = reason.strip() or _("Computed for the first time")
    elif not reason.strip():
        raise Refused(_("Say why it is computed again."))
    blocks = _blocks(report, reports)
    numbers = queries.put_together(report, blocks)
    return _add(report, AggregateKind.DRAFT, numbers, blocks, reason, by, at)


def _blocks(report: AggregateReport, reports: dict[int, bool]) -> list[queries.Block]:
    """Return what was counted when it was published last, as it was told, and what came since if it is enough.

    Fewer than twice the fewest can tell nothing of themselves, so counting them would only take away what is told.
    """
    last = queries.last_published(report)
    kept = [queries.read_block(stored) for stored in last.blocks] if last else []
    counted = {key for block in kept for key in block.reports}
    since = {key: is_public for key, is_public in reports.items() if key not in counted}
    hidden = sum(not is_public for is_public in since.values())
    if kept and hidden < 2 * report.fewest:
        return kept
    return [*kept, queries.count_block(report.edition, since, report.fewest)]


@transaction.atomic
def write_network_words(
    *, report: AggregateReport, summary: str, plain_summary: str, base: int, by: User, at: datetime
) -> AggregateReport:
    """Write the summary and the one in plain words, as who has read what stands now."""
    report = _locked(report, by, at)
    _insist_on_newest(report.version, base)
    report.summary, report.plain_summary = summary.strip(), plain_summary.strip()
    report.version += 1
    save_with_history(report, by=by, reason=_("Words written"), at=at)
    return report


@transaction.atomic
def add_network_point(
    *,
    report: AggregateReport,
    text: str,
    board: Board | None,
    due_on: date,
    carried_from: NetworkActionPoint | None,
    by: User,
    at: datetime,
) -> NetworkActionPoint:
    """Name something the network will do, whose it is (``None``: the programme's) and until when."""
    report = _locked(report, by, at)
    last = NetworkActionPoint.objects.filter(report=report).aggregate(last=Max("n"))["last"] or 0
    if carried_from is not None and carried_from not in queries.carriable(report):
        raise Refused(_("Only a point of last time’s report can be carried on."))
    point = NetworkActionPoint(
        report=report, n=last + 1, text=text.strip(), board=board, due_on=due_on, carried_from=carried_from
    )
    save_with_history(point, by=by, reason=_("Action point named"), at=at)
    return point


@transaction.atomic
def change_network_point(
    *, point: NetworkActionPoint, text: str, board: Board | None, due_on: date, base: int, by: User, at: datetime
) -> NetworkActionPoint:
    """Write a point anew while it is not published."""
    point = _open_point(point, by, at)
    _insist_on_newest(point.version, base)
    point.text, point.board, point.due_on, point.version = text.strip(), board, due_on, point.version + 1
    save_with_history(point, by=by, reason=_("Action point changed"), at=at)
    return point


@transaction.atomic
def take_out_network_point(*, point: NetworkActionPoint, reason: str, by: User, at: datetime) -> None:
    """Take a point out that is not published; it stays in the history."""
    point = _open_point(point, by, at)
    point.removed_at = at
    save_with_history(point, by=by, reason=reason.strip(), at=at)


@transaction.atomic
def update_network_point(
    *, point: NetworkActionPoint, status: PointStatus, text: str, by: User, at: datetime
) -> NetworkPointUpdate:
    """Say what became of a published point; what was said before stays, and everybody reads both."""
    report = _locked(point.report, by, at)
    point = NetworkActionPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    last = queries.last_published(report)
    if point.told_at is None or last is None:
        raise Refused(_("The point is not published yet: change it instead."))
    _insist_on_nobody(text, last)
    n = (NetworkPointUpdate.objects.filter(point=point).aggregate(last=Max("n"))["last"] or 0) + 1
    update = NetworkPointUpdate(point=point, n=n, status=status, text=text.strip(), by=by, at=at)
    save_with_history(update, by=by, reason=_("What became of it"), at=at)
    return update


@transaction.atomic
def publish_aggregate(*, report: AggregateReport, base: int, by: User, at: datetime) -> AggregateVersion:
    """Let everybody read the draft ``base`` with its words and points; a version that is never changed."""
    report = _locked(report, by, at)
    draft = queries.newest(report)
    if draft is None or draft.kind != AggregateKind.DRAFT:
        raise Refused(_("There is no draft: compute it first."))
    if draft.n != base:
        raise Refused(_("It was computed again meanwhile. Read the newest draft first."))
    if not report.summary or not report.plain_summary:
        raise Refused(_("The summary and the one in plain words are not written yet."))
    ready = queries.with_words(report, read_network_report(draft.content))
    for point in ready.points:
        _insist_on_nobody(point.text, draft)
    _insist_on_nobody(f"{report.summary}\n{report.plain_summary}", draft)
    if any(told_of_too_few(ready)):
        raise Refused(_("It tells of too few services. Compute it again."))
    blocks = [queries.read_block(stored) for stored in draft.blocks]
    version = _add(report, AggregateKind.PUBLISHED, ready, blocks, draft.reason, by, at)
    for row in NetworkActionPoint.objects.select_for_update(of=("self",)).filter(report=report, removed_at=None):
        if row.told_at is None:
            row.told_at = at
            save_with_history(row, by=by, reason=_("Published"), at=at)
    append_to_ledger(kind="peer_review.network_report_published", subject=version, by=by, at=at)
    return version


def _add(
    report: AggregateReport,
    kind: AggregateKind,
    words: NetworkReport,
    blocks: list[queries.Block],
    reason: str,
    by: User,
    at: datetime,
) -> AggregateVersion:
    content = words.as_content()
    last = AggregateVersion.objects.filter(report=report).aggregate(last=Max("n"))["last"] or 0
    version = AggregateVersion(
        report=report,
        n=last + 1,
        kind=kind,
        content=content,
        sha256=content_hash(content),
        edition_sha256=report.edition.sha256,
        blocks=[block.as_stored() for block in blocks],
        reason=reason.strip(),
        made_by=by,
        made_at=at,
    )
    save_with_history(version, by=by, reason=reason.strip(), at=at)
    return version


def _locked_cycle(cycle: ReviewCycle, by: User, at: datetime) -> ReviewCycle:
    cycle = ReviewCycle.objects.select_for_update().get(pk=cycle.pk)
    forget_strangers(by)
    if not permissions.can_make_aggregates(by, cycle, at):
        raise PermissionDenied
    return cycle


def _locked(report: AggregateReport, by: User, at: datetime) -> AggregateReport:
    _locked_cycle(report.cycle, by, at)
    along = ("cycle", "edition__set", "edition__supersedes")
    return AggregateReport.objects.select_for_update(of=("self",)).select_related(*along).get(pk=report.pk)


def _open_point(point: NetworkActionPoint, by: User, at: datetime) -> NetworkActionPoint:
    _locked(point.report, by, at)
    point = NetworkActionPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    if point.told_at is not None or point.removed_at is not None:
        raise Refused(_("It is published: say what became of it instead."))
    return point


def _insist_on_newest(version: int, base: int) -> None:
    if version != base:
        raise Refused(_("Somebody changed this meanwhile. Your words are below; read theirs first, then save again."))


def _insist_on_nobody(text: str, version: AggregateVersion) -> None:
    """Refuse words in which a counted service, or who owns it, is named."""
    names = queries.names_counted([queries.read_block(stored) for stored in version.blocks])
    found = sorted(name for name in names if name.lower() in text.lower())
    if found:
        raise Refused(_("No service and nobody who owns one is named here: %(names)s.") % {"names": ", ".join(found)})
