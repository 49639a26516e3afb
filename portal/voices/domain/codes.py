"""Codes that are spoken: four words open a card once, five are somebody's own way back.

Nobody keeps them: the database has keyed hashes only (``models/secrets.py``), and attempts are limited.
"""

import secrets

from portal.voices.domain.wordlist import WORDS

WORDS_ON_A_CARD = 4
WORDS_OF_A_RECEIPT = 5


def new_card() -> str:
    """Return four words, about 38 bits: enough behind limited attempts, few enough to be read out."""
    return _words(WORDS_ON_A_CARD)


def new_receipt() -> str:
    """Return five words, about 48 bits."""
    return _words(WORDS_OF_A_RECEIPT)


def typed(text: str) -> str:
    """Return a code as it is compared: small letters, single spaces, whatever stood between the words."""
    return " ".join("".join(letter if letter.isalpha() else " " for letter in text.casefold()).split())


def unknown_words(text: str) -> list[str]:
    """Return the words that stand on no card, so that a slip of spelling is named before anything is tried."""
    return [word for word in typed(text).split() if word not in WORDS]


def _words(count: int) -> str:
    return " ".join(secrets.choice(WORDS) for _ in range(count))
