"""How large a file may be before it is taken for an attack or an accident."""

from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from portal.imports.domain.problems import refuse

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """The largest published file so far is 2 MB packed, 40 MB unpacked, 16,384 (empty) columns wide."""

    file_bytes: int = 25 * MIB
    unpacked_bytes: int = 400 * MIB
    ratio: int = 150
    rows: int = 100_000
    columns: int = 250
    cell: int = 20_000


LIMITS = Limits()


def open_archive(path: str, limits: Limits) -> ZipFile:
    """Open a packed spreadsheet after asking how large it would become."""
    try:
        archive = ZipFile(path)
        members = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        raise refuse(_("is damaged or not complete."), _("Download it again from the publisher.")) from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > limits.unpacked_bytes or (unpacked > 10 * MIB and unpacked / packed > limits.ratio):
        archive.close()
        raise refuse(
            _("would unpack to %(size)d MB, which no published table does.") % {"size": unpacked // MIB},
            _("Ask the publisher; do not import it."),
        )
    if any(member.flag_bits & 1 for member in members):
        archive.close()
        raise refuse(_("is protected by a password."), _("Save it without a password."))
    return archive
