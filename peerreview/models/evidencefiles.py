"""The files of evidence: where they lie, and what is stored of one that somebody sends."""

import filetype
from django.utils.translation import gettext as _

from peerreview.domain.evidence import MEGABYTE, MOST_BYTES, MOST_POINTS, PICTURES, kind_of
from peerreview.enums.evidence import FileKind
from portal.filestore import FileStore
from portal.people.refusals import Refused
from portal.pictures import TooManyPoints, Unreadable, redrawn

EVIDENCE = FileStore("evidence")


def checked(content: bytes) -> tuple[FileKind, bytes]:
    """Return what a file is and what is stored of it: pictures are drawn anew, without what a camera writes in."""
    if not content:
        raise Refused(_("The file is empty. Choose it again."))
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise Refused(_("The file is larger than %(most)d MB. Choose a smaller one.") % {"most": most})
    guess = filetype.guess(content)
    kind = kind_of(content, guess.mime if guess and guess.mime in KNOWN else None if _is_open(content) else "unknown")
    if kind is None:
        raise Refused(
            _("The file is none of those that can be added: PDF, Word, Excel, OpenDocument, JPEG, PNG, text or CSV.")
        )
    return kind, _redrawn(content, kind) if kind in PICTURES else content


KNOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})


def _is_open(content: bytes) -> bool:
    """Say whether the content itself is looked into: office packages, and what no signature claims."""
    return content[:4] == b"PK\x03\x04" or filetype.guess(content) is None


def _redrawn(content: bytes, kind: FileKind) -> bytes:
    try:
        return redrawn(content, as_jpeg=kind is FileKind.JPEG, most_points=MOST_POINTS)
    except TooManyPoints as error:
        raise Refused(_("The picture has too many points. Make it smaller and choose it again.")) from error
    except Unreadable as error:
        raise Refused(_("The picture cannot be read. Save it again as JPEG or PNG and choose it again.")) from error
