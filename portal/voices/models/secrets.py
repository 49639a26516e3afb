"""What is stored of secrets: codes only as keyed hashes, words and names only sealed.

The keys come from the environment (``VOICES_KEYS``, newest first), never from the database: whoever has a copy of the
database alone reads no words and finds no card by trying all of them.
"""

import base64
import hmac
import time
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from portal.voices.domain.codes import typed

DAY = 24 * 60 * 60


class Unreadable(ValueError):
    """Sealed with a key that this portal does not have."""


def code_hash(code: str) -> str:
    """Return what is stored of a card's words or a receipt, however it was typed: 64 hexadecimal digits."""
    return _hash(_keys()[0], code)


def code_hashes(code: str) -> list[str]:
    """Return the hashes under every key there is, for looking a code up after the keys were renewed."""
    return [_hash(key, code) for key in _keys()]


def seal(content: bytes) -> bytes:
    """Return ``content`` sealed with the newest key, to be stored.

    What is sealed says in clear when it was: here that is the day, or every word would tell when somebody was online.
    """
    return _fernet().encrypt_at_time(content, int(time.time()) // DAY * DAY)


def seal_for_a_while(content: bytes) -> bytes:
    """Return ``content`` sealed with its moment, for a browser to carry and never to be stored."""
    return _fernet().encrypt(content)


def unseal(content: bytes, seconds: int | None = None) -> bytes:
    """Return what was sealed, with whichever key; ``Unreadable`` when none fits or it is older than ``seconds``."""
    try:
        return _fernet().decrypt(content, seconds)
    except InvalidToken as error:
        raise Unreadable from error


class Sealed(str):
    """Text as it lies in the database, on its way from a backup into it: it is not sealed again."""

    __slots__ = ()


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is sealed in the database and plain in Python. It cannot be searched, and is not meant to be."""

    def get_prep_value(self, value: Any) -> Any:
        """Seal."""
        if isinstance(value, Sealed):
            return str(value)
        text = super().get_prep_value(value)
        return seal(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        """Unseal."""
        return unseal(value.encode()).decode() if value else value


def _hash(key: bytes, code: str) -> str:
    return hmac.new(key, b"code:" + typed(code).encode(), sha256).hexdigest()


def _keys() -> list[bytes]:
    return _digests(tuple(settings.VOICES_KEYS) or (settings.SECRET_KEY,))


@cache
def _digests(keys: tuple[str, ...]) -> list[bytes]:
    return [sha256(b"voices:" + key.encode()).digest() for key in keys]


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys()])
