"""Drawings and recordings: sealed, under random names, dated by day, and never served but through a reader's page."""

import os
from datetime import date, datetime, time

import filetype
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.filestore import FileStore, NoRoom
from portal.people.refusals import Refused
from portal.pictures import TooManyPoints, Unreadable, redrawn
from portal.voices.enums.statements import AttachmentKind
from portal.voices.models.secrets import seal, unseal

SENT_ALONG = FileStore("voices")
MEGABYTE = 1024 * 1024
MOST_BYTES = {AttachmentKind.PICTURE: 8 * MEGABYTE, AttachmentKind.RECORDING: 8 * MEGABYTE}
PICTURES = {"image/jpeg": True, "image/png": False}
# What browsers record and telephones keep; Firefox and Chrome write a recording as WebM, which looks like a film.
RECORDINGS = frozenset(
    {
        "audio/ogg",
        "audio/mpeg",
        "audio/mp4",
        "audio/x-wav",
        "audio/aac",
        "video/webm",
        "audio/webm",
        "video/mp4",
        "audio/x-m4a",
    }
)


def checked(kind: AttachmentKind, content: bytes) -> tuple[str, bytes]:
    """Return the type of what somebody sends and what is stored of it: a picture is drawn anew."""
    if not content:
        raise Refused(_("The file is empty. Choose it again."))
    most = MOST_BYTES[kind]
    if len(content) > most:
        raise Refused(_("The file is larger than %(most)d MB. Choose a smaller one.") % {"most": most // MEGABYTE})
    guess = filetype.guess(content)
    mime = guess.mime if guess else ""
    if kind is AttachmentKind.PICTURE:
        if mime not in PICTURES:
            raise Refused(_("That is not a picture we can take. Choose a photo or a drawing saved as JPEG or PNG."))
        try:
            return mime, redrawn(content, as_jpeg=PICTURES[mime])
        except TooManyPoints as error:
            raise Refused(_("The picture has too many points. Make it smaller and choose it again.")) from error
        except Unreadable as error:
            raise Refused(_("The picture cannot be read. Save it again and choose it again.")) from error
    if mime not in RECORDINGS:
        raise Refused(_("That is not a recording we can take. Record it with your phone and choose the file."))
    return mime.replace("video/", "audio/"), content


def keep_sealed(content: bytes, day: date | None = None) -> str:
    """Store it sealed and return its name; the disk knows the day, not the minute."""
    try:
        name = SENT_ALONG.keep(seal(content))
    except NoRoom as full:
        raise Refused(_("The file could not be stored: there is no room. Send your words without it.")) from full
    moment = timezone.make_aware(datetime.combine(day or timezone.localdate(), time(12))).timestamp()
    os.utime(SENT_ALONG.path(name), (moment, moment))
    return name


def read_sealed(name: str) -> bytes:
    """Return what was stored."""
    return unseal(SENT_ALONG.path(name).read_bytes())
