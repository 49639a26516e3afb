"""From what somebody typed to what the database is asked, and back to the excerpt that is shown."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LONGEST_QUERY = 200
MOST_WORDS = 12
LONGEST_WORD = 40
WORD = re.compile(r"[^\W_]+")
# Too common to find anything by; PostgreSQL leaves out the same.
COMMON = frozenset(
    WORD.findall(
        "a about all also an and any are as at be been but by can could did do does for from had has have he her his "
        "how i if in into is it its me my no not of on or our out she should so some such t than that the their them "
        "then there these they this those to too was we were what when where which who whom why will with would you "
        "your"
    )
)
BEFORE, AFTER = 80, 180
LETTERS = {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "’": "'"}


@dataclass(frozen=True)
class Words:
    """What is looked for: every word must be there, the last perhaps only begun."""

    typed: str
    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)


def read(text: str) -> Words:
    """Take the words out of anything somebody may type; punctuation and operators are only spaces."""
    typed = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_QUERY]
    found = WORD.findall(re.sub(r"(?<=\w)['’]s\b", "", typed).casefold())
    words = [word[:LONGEST_WORD] for word in found if word not in COMMON]
    return Words(typed, tuple(dict.fromkeys(words))[:MOST_WORDS])


def for_sqlite(words: Words, *, title_only: bool = False) -> str:
    """Write the query FTS5 understands; every word stands in quotes, so nothing in it is an operator."""
    parts = [f'"{word}"' for word in words.words]
    parts[-1] += _begun(words.words[-1], "*")
    query = " AND ".join(parts)
    return f"{{title}} : ({query})" if title_only else query


def for_postgresql(words: Words, *, title_only: bool = False) -> str:
    """Write the query ``to_tsquery`` understands."""
    weight = "A" if title_only else ""
    plain = [folded(word) for word in words.words]
    labels = ["*" if number == len(plain) - 1 and _begun(word, "*") else "" for number, word in enumerate(plain)]
    return " & ".join(
        f"'{word}'" + (f":{label}{weight}" if label or weight else "")
        for word, label in zip(plain, labels, strict=True)
    )


def _begun(word: str, sign: str) -> str:
    return sign if len(word) >= 3 else ""


def folded(text: str) -> str:
    """Take the marks off letters, each letter still one letter."""
    if text.isascii():
        return text
    return "".join(LETTERS.get(c) or unicodedata.normalize("NFKD", c)[0] for c in text)


def marked(text: str, words: Words) -> SafeString:
    """Return the text as safe markup with the words found in it marked."""
    pieces, last = [], 0
    for match in _places(text, words):
        pieces += [escape(text[last : match.start()]), "<mark>", escape(text[match.start() : match.end()]), "</mark>"]
        last = match.end()
    pieces.append(escape(text[last:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above


def excerpt(text: str, words: Words) -> SafeString:
    """Return the stretch around the first word found, marked; the beginning when only the title holds them."""
    plain = " ".join(text.split())
    first = next(iter(_places(plain, words)), None)
    middle = first.start() if first else 0
    start, end = max(0, middle - BEFORE), middle + AFTER
    if start:
        start = plain.find(" ", start) + 1
    stretch = plain[start:end]
    if end < len(plain):
        stretch = stretch.rpartition(" ")[0] or stretch
    return mark_safe(  # noqa: S308 - marked() escapes
        f"{'… ' if start else ''}{marked(stretch, words)}{' …' if end < len(plain) else ''}"
    )


def _places(text: str, words: Words) -> "list[re.Match[str]]":
    # Roughly what the databases' stemmers do: the end of a longer word may differ.
    stems = [re.escape(folded(word)[: max(4, len(word) - 2)]) for word in words.words]
    if not stems:
        return []
    return list(re.finditer(rf"(?<!\w)(?:{'|'.join(stems)})\w*", folded(text), re.IGNORECASE))
