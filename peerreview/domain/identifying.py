"""Words that might say who a young person is, pointed out before a text is stored; people decide, codes are refused."""

import re

# What a voices code or an invitation looks like: two groups or more of capitals and figures.
CODE = re.compile(r"\b(?=[A-Z0-9-]*\d)[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})+\b")
INITIALS = re.compile(r"\b[A-Z]\.(?:\s?[A-Z]\.)+|\b[A-Z]{2}\b(?=\s(?:said|says|told|asked|wants|likes|is|was))")
AGE = re.compile(r"\b(?:aged?\s+\d{1,2}|\d{1,2}[- ]year[- ]olds?)\b", re.IGNORECASE)
BORN = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
MAIL = re.compile(r"\b\S+@\S+\.\S+\b")
# A capital inside a sentence: after a small letter, a comma or a figure.
NAME = re.compile(r"(?<=[a-z0-9,;] )[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)*\b")
USUAL_WORDS = """I I’m I’d I’ve Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April
May June July August September October November December Christmas Easter Eid Diwali English
Welsh England Wales Ofsted"""
USUAL = frozenset(USUAL_WORDS.split())


def codes_in(text: str) -> tuple[str, ...]:
    """Return what looks like somebody's code: such a text is not stored (invariant 22)."""
    return tuple(dict.fromkeys(CODE.findall(text)))


def may_identify(text: str) -> tuple[str, ...]:
    """Return the words somebody should look at again: names, initials, ages, dates, addresses."""
    found = [match.group() for pattern in (INITIALS, AGE, BORN, MAIL) for match in pattern.finditer(text)]
    found += [name for name in NAME.findall(text) if name not in USUAL]
    return tuple(dict.fromkeys(found))
