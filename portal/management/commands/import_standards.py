"""``import_standards FILE --set CODE``: say what a file would become; ``--apply`` makes the draft."""

import json
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from peerreview.actions.standards_import import check_standards_file, make_draft
from peerreview.domain.lineage import Answer, Confidence
from peerreview.enums.standards import MappingKind
from peerreview.models import StandardSet
from peerreview.queries.standards_import import Plan, plan
from portal.people.models import User
from portal.people.refusals import Refused


class Command(BaseCommand):
    """Dry run by default. Exit status 1: nothing was written."""

    help = "Import a file of standards (XLSX, CSV, ODS, DOCX or JSON) as a draft edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and what to do with it."""
        parser.add_argument("file", help="the file")
        parser.add_argument("--set", required=True, dest="set_code", help="the set it belongs to, as in addresses")
        parser.add_argument("--apply", action="store_true", help="make the draft (otherwise it is only shown)")
        parser.add_argument(
            "--accept-suggestions",
            action="store_true",
            help="you have read what became of each standard and confirm it, also what is in doubt",
        )
        parser.add_argument("--json", action="store_true", help="print the counts as the last line, in JSON")
        parser.add_argument("--by", default="", help="e-mail address of the person in whose name it is done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, show, and perhaps make the draft."""
        standards = StandardSet.objects.filter(code=options["set_code"]).first()
        if standards is None:
            codes = ", ".join(StandardSet.objects.values_list("code", flat=True))
            msg = f"There is no set “{options['set_code']}”. There are: {codes}."
            raise CommandError(msg)
        person = self._person(options["by"])
        found = plan(standards, options["file"], options["file"])
        for problem in found.problems:
            self.stderr.write(str(problem))
        doubted = [one for one in found.suggestions if one.after and one.confidence != Confidence.HIGH]
        self._changes(found, options["verbosity"])
        unconfirmed = bool(options["apply"] and doubted and not options["accept_suggestions"])
        if options["apply"] and not found.problems and not unconfirmed and found.same_as is None:
            self._apply(standards, found, options["file"], person)
        self._counts(found, as_json=options["json"])
        if found.problems:
            msg = f"The file is refused: {len(found.problems)} problem(s). Nothing was changed."
            raise CommandError(msg)
        if unconfirmed:
            msg = (
                f"{len(doubted)} standard(s) need somebody to confirm where they come from. Confirm them on the page, "
                "or read them above and add --accept-suggestions. Nothing was changed."
            )
            raise CommandError(msg)

    def _apply(self, standards: StandardSet, found: Plan, path: str, person: User | None) -> None:
        at = timezone.now()
        answers = [Answer(one.after, one.before, one.kind) for one in found.suggestions if one.after]
        try:
            with transaction.atomic():
                row = check_standards_file(standards=standards, path=path, file_name=path, by=person, at=at)
                edition = make_draft(row=row, answers=answers, by=person, at=at)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{edition}: the draft is made.")

    def _person(self, email: str) -> User | None:
        person = User.objects.filter(email__iexact=email).first() if email else None
        if email and person is None:
            msg = f"Nobody has the e-mail address {email}."
            raise CommandError(msg)
        return person

    def _changes(self, found: Plan, verbosity: int) -> None:
        if not verbosity or found.problems:
            return
        if found.same_as is not None:
            self.stdout.write(f"{found.same_as} says exactly this already.")
        for one in found.suggestions:
            if one.kind != MappingKind.SAME or one.before != (one.after,):
                origin = ", ".join(one.before) or "–"
                told = f"{one.kind.value} ({one.confidence}, {one.reason}, {one.likeness} %)"
                self.stdout.write(f"{origin} → {one.after or '–'}: {told}")

    def _counts(self, found: Plan, *, as_json: bool) -> None:
        kinds = Counter(one.kind for one in found.suggestions)
        counts = {**{kind.value: kinds[kind] for kind in MappingKind}, "errors": len(found.problems)}
        words = ", ".join(f"{count} {name}" for name, count in counts.items())
        self.stdout.write(json.dumps(counts) if as_json else words)
