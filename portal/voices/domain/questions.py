"""What can be answered to each kind of question. Everything can be left out."""

from collections.abc import Mapping, Sequence

from portal.voices.enums.answers import Face, Weather, YesNo
from portal.voices.enums.campaigns import QuestionKind as K

# The longest answer, in letters: a few words, and as much as somebody types on a phone in an hour.
MOST: Mapping[K, int] = {K.SHORT: 200, K.LONG: 4000}
TEXTS = frozenset({K.SHORT, K.LONG})
FILES = frozenset({K.DRAWING, K.RECORDING})
_OF_KIND: Mapping[K, Sequence[str]] = {K.FACES: Face.values, K.PICTURES: Weather.values, K.YES_NO: YesNo.values}


def choices_of(kind: str) -> Sequence[str]:
    """Return the values that can be chosen."""
    return _OF_KIND.get(K(kind), ())


def fits(kind: str, choice: str, text: str) -> bool:
    """Say whether an answer is one to this kind of question; nothing at all always is."""
    if not choice and not text:
        return True
    if K(kind) in TEXTS:
        return not choice and len(text) <= MOST[K(kind)]
    return not text and choice in choices_of(kind)
