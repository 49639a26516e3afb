"""Whether a text holds a code that opens something: the words of a card, or those of a receipt."""

import re
from collections.abc import Iterator

from portal.voices.domain.codes import WORDS_OF_A_RECEIPT, WORDS_ON_A_CARD
from portal.voices.domain.wordlist import WORDS
from portal.voices.models import Case, Invite, Statement
from portal.voices.models.secrets import code_hashes

_KNOWN = frozenset(WORDS)
# A figure ends a run: no code has one.
_WORDS = re.compile(r"[^\W\d_]+|\d+")


def holds_a_code(text: str) -> bool:
    """Say whether somebody's code stands in ``text``, whatever stands between its words.

    For the daily check alone, never for an answer to whoever typed it: that would be a way to guess codes.
    """
    hashes = [one for candidate in _candidates(text) for one in code_hashes(candidate)]
    if not hashes:
        return False
    return (
        Invite.objects.filter(code_hash__in=hashes).exists()
        or Statement.objects.filter(receipt_hash__in=hashes).exists()
        or Case.objects.filter(receipt_hash__in=hashes).exists()
    )


def _candidates(text: str) -> Iterator[str]:
    """Yield every run of as many words of the list as a code has."""
    run: list[str] = []
    for word in _WORDS.findall(text.casefold()):
        run = [*run, word][-WORDS_OF_A_RECEIPT:] if word in _KNOWN else []
        for length in (WORDS_ON_A_CARD, WORDS_OF_A_RECEIPT):
            if len(run) >= length:
                yield " ".join(run[-length:])
