"""An import's life: checked, asked for, applied in one transaction, or stopped with nothing changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.history.writing import save_with_history
from portal.imports import storage
from portal.imports.actions.writing import BulkWriter, Stopped
from portal.imports.announcements import runs as announce
from portal.imports.domain.plans import Item, Plan
from portal.imports.domain.problems import FileRefused, Problem
from portal.imports.enums import RunState
from portal.imports.kinds.registry import ImportKind, Source, kind_called
from portal.imports.models import ImportRun, PlannedChange
from portal.imports.permissions import runs as permissions
from portal.imports.queries.plans import plan_file, plan_of, read_source
from portal.imports.refusals import AnotherIsRunning, ImportRefused, NotPlanned, PlanChanged
from portal.people.models import User

PROBLEMS_KEPT = 500


@dataclass(frozen=True)
class Upload:
    """What a browser sent."""

    file_name: str
    chunks: Iterable[bytes]


def check_upload(
    *, kind: ImportKind, upload: Upload, options: Mapping[str, str], actor: User, at: datetime
) -> ImportRun:
    """Keep the file, say what it would change, and record both; a file with problems is refused and deleted."""
    if not permissions.can_import(actor, at):
        raise PermissionDenied
    name = storage.keep(upload.chunks)
    path = storage.path_of(name)
    plan = plan_file(kind, str(path), upload.file_name, options, at)
    run = _record(kind, path, upload.file_name, options, plan, actor, at)
    if plan.problems:
        storage.forget(name)
    else:
        run.stored_as = name
    with transaction.atomic():
        reason = _("File refused: %(kind)s") if plan.problems else _("File checked: %(kind)s")
        save_with_history(run, by=actor, reason=reason % {"kind": kind.title}, at=at)
        # no history: imports.PlannedChange has none
        PlannedChange.objects.bulk_create(
            (
                PlannedChange(
                    run=run,
                    position=position,
                    change=item.change,
                    group=item.group[:80],
                    title=item.title[:300],
                    row=item.row,
                    fields=[[each.field, each.old, each.new] for each in item.fields],
                )
                for position, item in enumerate(_grouped(plan))
            ),
            batch_size=500,
        )
    return run


def ask_to_apply(*, run: ImportRun, actor: User, at: datetime) -> ImportRun:
    """Queue a checked file; the worker (or the page itself) takes it from there."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not permissions.can_import(actor, at):
            raise PermissionDenied
        if not permissions.can_apply(actor, run, at):
            raise NotPlanned
        run.state, run.applied_by, run.asked_at = RunState.APPLYING, actor, at
        _save_as_the_only_one(run, by=actor, at=at)
        announce.asked_to_apply(run)
    return run


def apply_file(
    *, kind: ImportKind, path: str, options: Mapping[str, str], actor: User | None, at: datetime
) -> tuple[ImportRun | None, Plan]:
    """Check and apply a file at once, for a command; a refused file leaves no trace."""
    file_name = Path(path).name
    try:
        source = read_source(kind, path, file_name, options, at)
    except FileRefused as refusal:
        return None, Plan(problems=list(refusal.problems))
    plan = plan_of(kind, source)
    if plan.problems:
        return None, plan
    run = _record(kind, Path(path), file_name, options, plan, actor, at)
    run.state, run.applied_by, run.asked_at = RunState.APPLYING, actor, at
    with transaction.atomic():
        _save_as_the_only_one(run, by=actor, at=at)
    apply_run(run=run, at=at, source=source)
    run.refresh_from_db()
    return run, plan


def apply_run(*, run: ImportRun, at: datetime, source: Source | None = None) -> bool:
    """Apply what was asked for, once: whoever comes second finds it begun and does nothing.

    All records and their history are written in one transaction, or none. Returns whether this call applied it.
    """
    claimed = _claim(run, at)
    if claimed is None:
        return False
    run = claimed
    try:
        kind = kind_called(run.kind)
        if source is None:
            source = read_source(kind, str(storage.path_of(run.stored_as)), run.file_name, run.options, run.at)
        with transaction.atomic():
            _write(run, kind, source, at)
    except Stopped:
        _end(run, RunState.CANCELLED, _("Stopped while being applied; nothing was changed"), at)
        return False
    except (ImportRefused, FileRefused) as refusal:
        problems = refusal.problems if isinstance(refusal, FileRefused) else [Problem(str(refusal))]
        run.problems = [problem.as_json() for problem in problems[:PROBLEMS_KEPT]]
        run.problem_count = len(problems)
        _end(run, RunState.REFUSED, _("Refused while being applied; nothing was changed"), at)
        return False
    except Exception:
        run.problems = [Problem(_("The import failed and nothing was changed."), _("The log says why.")).as_json()]
        run.problem_count = 1
        _end(run, RunState.REFUSED, _("Failed while being applied; nothing was changed"), at)
        raise
    finally:
        storage.clear(run.pk)
        storage.forget(run.stored_as)
    return True


def cancel_run(*, run: ImportRun, actor: User, at: datetime) -> ImportRun:
    """Throw a checked file away; ask a running import to stop, or end one whose process is gone."""
    if not permissions.can_import(actor, at):
        raise PermissionDenied
    run = ImportRun.objects.get(pk=run.pk)
    if not permissions.can_cancel(actor, run, at):
        raise NotPlanned
    progress = storage.progress_of(run.pk)
    if run.started_at is not None and progress is not None and progress.seconds_ago() < storage.SILENT_SECONDS:
        storage.ask_to_stop(run.pk)
        return run
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state not in {RunState.PLANNED, RunState.APPLYING}:
            raise NotPlanned
        run.state, run.ended_at = RunState.CANCELLED, at
        save_with_history(run, by=actor, reason=_("Cancelled; nothing was changed"), at=at)
    storage.clear(run.pk)
    storage.forget(run.stored_as)
    return run


def _record(
    kind: ImportKind,
    path: Path,
    file_name: str,
    options: Mapping[str, str],
    plan: Plan,
    actor: User | None,
    at: datetime,
) -> ImportRun:
    return ImportRun(
        kind=kind.slug,
        file_name=file_name[-200:],
        sha256=storage.fingerprint(path),
        edition=plan.edition[:20],
        options=dict(options),
        state=RunState.REFUSED if plan.problems else RunState.PLANNED,
        counts=plan.counts(),
        problems=[problem.as_json() for problem in plan.problems[:PROBLEMS_KEPT]],
        problem_count=len(plan.problems),
        notes=plan.notes,
        plan_sha256=plan.digest(),
        by=actor,
        at=at,
        ended_at=at if plan.problems else None,
    )


def _grouped(plan: Plan) -> list[Item]:
    """Return the changes as they are read: group by group, and within one in the order of the file."""
    order: dict[str, int] = {}
    for item in plan.items:
        order.setdefault(item.group, len(order))
    return sorted(plan.items, key=lambda item: order[item.group])


def _save_as_the_only_one(run: ImportRun, *, by: User | None, at: datetime) -> None:
    try:
        with transaction.atomic():
            save_with_history(run, by=by, reason=_("Asked to apply"), at=at)
    except IntegrityError as error:
        raise AnotherIsRunning from error


def _claim(run: ImportRun, at: datetime) -> ImportRun | None:
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state != RunState.APPLYING or run.started_at is not None:
            return None
        run.started_at = at
        save_with_history(run, by=run.applied_by, reason=_("Began to apply"), at=at)
    storage.say_progress(run.pk, 0, 0)
    return run


def _write(run: ImportRun, kind: ImportKind, source: Source, at: datetime) -> None:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.APPLYING:
        raise Stopped
    plan = plan_of(kind, source)
    if plan.problems:
        raise FileRefused(plan.problems)
    if plan.digest() != run.plan_sha256:
        raise PlanChanged
    done, total = 0, max(plan.steps, len(plan.items))

    def step(count: int) -> None:
        nonlocal done
        done += count
        storage.say_progress(run.pk, min(done, total), total)
        if storage.asked_to_stop(run.pk):
            raise Stopped

    step(0)
    reason = _("Import of %(file)s (%(kind)s)") % {"file": run.file_name, "kind": kind.title}
    plan.write(BulkWriter(run.applied_by, reason, at, step))
    run.state, run.ended_at = RunState.APPLIED, at
    save_with_history(run, by=run.applied_by, reason=_("Applied"), at=at)


def _end(run: ImportRun, state: RunState, reason: str, at: datetime) -> None:
    with transaction.atomic():
        run.state, run.ended_at = state, at
        save_with_history(run, by=run.applied_by, reason=reason, at=at)
