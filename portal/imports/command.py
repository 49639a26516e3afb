"""What the import commands share: a dry run unless told to apply, and one line of JSON for other programs."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.imports.actions.runs import apply_file
from portal.imports.domain.plans import Item, Plan
from portal.imports.domain.problems import Problem
from portal.imports.enums import Change, RunState
from portal.imports.kinds.registry import kind_called
from portal.imports.queries.plans import plan_file
from portal.imports.refusals import ImportRefused
from portal.people.models import User

SHOWN = 50
MARKS = {Change.CREATED: "+", Change.UPDATED: "~", Change.MOVED: ">", Change.CLOSED: "×"}


class ImportCommand(BaseCommand):
    """Check a file and show the changes; with ``--apply`` make them, all or none. Exit status 1: nothing changed."""

    slug = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and what to do with it."""
        parser.add_argument("file", help="the published file")
        parser.add_argument("--apply", action="store_true", help="make the changes (otherwise they are only shown)")
        parser.add_argument("--json", action="store_true", help="print the counts as the last line, in JSON")
        parser.add_argument("--edition", default="", help="the year or day the file speaks of, if it does not say it")
        parser.add_argument("--by", default="", help="e-mail address of the person in whose name it is done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, show, and perhaps apply."""
        at = timezone.now()
        kind = kind_called(self.slug)
        chosen = {"edition": options["edition"]} if options["edition"] else {}
        if not options["apply"]:
            plan = plan_file(kind, options["file"], options["file"], chosen, at)
            self._show(plan, options)
            if not options["json"]:
                self.stdout.write("Nothing was changed. Add --apply to make these changes.")
            return
        try:
            run, plan = apply_file(
                kind=kind, path=options["file"], options=chosen, actor=self._person(options["by"]), at=at
            )
        except ImportRefused as refusal:
            self._show(Plan(problems=[Problem(str(refusal))]), options)
            return
        if run is not None and run.state != RunState.APPLIED:
            self._show(
                Plan(problems=[Problem.from_json(each) for each in run.problems] or [Problem("stopped")]), options
            )
            return
        self._show(plan, options)

    def _person(self, email: str) -> User | None:
        if not email:
            return None
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            msg = f"Nobody has the e-mail address {email}."
            raise CommandError(msg)
        return person

    def _show(self, plan: Plan, options: dict[str, Any]) -> None:
        """Print the plan; when there are problems, raise so that the exit status is 1."""
        counts = plan.counts()
        for problem in plan.problems[:SHOWN]:
            self.stderr.write(str(problem))
        if len(plan.problems) > SHOWN:
            self.stderr.write(f"… and {len(plan.problems) - SHOWN} more problems.")
        if not plan.problems and options["verbosity"]:
            self._changes(plan)
        if options["json"]:
            self.stdout.write(json.dumps(counts, ensure_ascii=False))
        else:
            self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
        if plan.problems:
            self.stdout.flush()
            msg = f"The file is refused: {len(plan.problems)} problem(s). Nothing was changed."
            raise CommandError(msg)

    def _changes(self, plan: Plan) -> None:
        for item in plan.items[:SHOWN]:
            self.stdout.write(_line(item))
        if len(plan.items) > SHOWN:
            self.stdout.write(f"… and {len(plan.items) - SHOWN} more changes.")
        for note in plan.notes:
            self.stdout.write(note)


def _line(item: Item) -> str:
    if item.change is Change.CREATED:
        fields = ", ".join(f"{each.field} {each.new}" for each in item.fields)
    else:
        fields = ", ".join(f"{each.field}: {each.old} → {each.new}" for each in item.fields)
    return f"{MARKS[item.change]} {item.group} | {item.title} | {fields}"
