"""Keeping the files of a version: written once, on disk before their rows, and taken away when those are not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from peerreview.domain.reports import read_report
from peerreview.enums.reports import FileFormat
from peerreview.models import ReportFile, ReportVersion
from peerreview.models.reportfiles import REPORTS
from peerreview.queries.reportfiles import FORMATS, pdf_is_there
from portal.filestore import NoRoom
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused

Keep = Callable[[ReportVersion, User, datetime], None]


@contextmanager
def keeping_files() -> Iterator[Keep]:
    """Give a function that keeps every format of a version; what it kept goes again when the act inside fails."""
    names: list[str] = []

    def keep(version: ReportVersion, by: User, at: datetime) -> None:
        report = read_report(version.content)
        for format_, made in FORMATS.items():
            if format_ is FileFormat.PDF and not pdf_is_there():
                continue
            content = made.write(report, at)
            names.append(REPORTS.keep(content))
            row = ReportFile(
                version=version,
                format=format_,
                file=names[-1],
                sha256=sha256(content).hexdigest(),
                size=len(content),
            )
            save_with_history(row, by=by, reason=_("Kept as it is handed out"), at=at)

    try:
        yield keep
    except BaseException as error:
        for name in names:
            REPORTS.forget(name)
        if isinstance(error, NoRoom):
            raise Refused(
                _("The report could not be stored: the server has no room. Nothing was changed; tell an administrator.")
            ) from error
        raise
