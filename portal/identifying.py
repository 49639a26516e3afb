"""Words that might say who a young person is, pointed out before a text is stored; people decide, codes are refused."""

import re

# Capitals and small letters of the names people have here: Siân, Zoë, Łukasz are names as well.
UP, LOW = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĢĪĶŁŃŇŌŐŘŚŞŠŤŪŮŰŴŶŹŻŽ", "a-zß-öø-ÿāąćčďđēęěğģīıķļłńňōőřśşšťūůűŵŷźżž"
# What a voices code or an invitation looks like: two groups or more of capitals and figures.
CODE = re.compile(r"\b(?=[A-Z0-9-]*\d)[A-Z0-9]{3,}(?:-[A-Z0-9]{3,})+\b")
INITIALS = re.compile(r"\b[A-Z]\.(?:\s?[A-Z]\.)+|\b[A-Z]{2}\b(?=\s(?:said|says|told|asked|wants|likes|is|was))")
AGE = re.compile(r"\b(?:aged?\s+\d{1,2}|\d{1,2}[- ]year[- ]olds?)\b", re.IGNORECASE)
BORN = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
MAIL = re.compile(r"\b\S+@\S+\.\S+\b")
# A name that begins a sentence shows by what it does or owns.
SPEAKS = r"(?:said|says|told|tells|asked|asks|wants|wanted|likes|liked|is|was|has|had|came|comes|went|lives|lived)"
FIRST = r"(?:^|(?<=[.!?:] )|(?<=[“\"]))"
BEGINS = re.compile(rf"{FIRST}[{UP}][{LOW}]+(?=\s(?:{SPEAKS}|and\s[{UP}][{LOW}]+)\b)", re.MULTILINE)
OWNS = re.compile(rf"{FIRST}[{UP}][{LOW}]+(?=[’']s\b)", re.MULTILINE)
# What happened once, in one house: who reads of it elsewhere knows which house it was.
EVENT_WORDS = """arrest arrested ambulance assault court died death fire flood flooding funeral headline helicopter
hospital inquest murder newspaper overdose police pregnant prison stabbed stabbing suicide television trial twins
wedding"""
EVENT = re.compile(rf"\b(?:{'|'.join(EVENT_WORDS.split())})\b", re.IGNORECASE)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:{MONTHS})(?:\s\d{{4}})?\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b")
# What often begins a sentence and is nobody's name.
USUAL_FIRST = """A All An And Another Any As At Both But Each Everybody Everything Every He Her His How If In It Its
Many More Most No Nobody None Nothing On One Our She Some Somebody That The Their There These They This Those We What
When Where Which Who Why You Your Staff Adults Children People Team Food School"""
NOT_A_NAME = frozenset(USUAL_FIRST.split())
# A capital inside a sentence: after a small letter, a comma or a figure.
NAME = re.compile(rf"(?<=[{LOW}0-9,;] )(?:[{UP}]['’])?[{UP}][{LOW}]+(?:['’-]?[{UP}]?[{LOW}]+)*\b")
USUAL_WORDS = """I I’m I’d I’ve Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April
May June July August September October November December Christmas Easter Eid Diwali English
Welsh England Wales Ofsted"""
USUAL = frozenset(USUAL_WORDS.split())


def would_reveal(text: str) -> tuple[str, ...]:
    """Return what is looked at again before a report is read by everybody: also events, days, places, first words."""
    found = [match.group() for pattern in (EVENT, DAY, POSTCODE) for match in pattern.finditer(text)]
    begun = [match.group() for pattern in (BEGINS, OWNS) for match in pattern.finditer(text)]
    found += [word for word in begun if word not in NOT_A_NAME | USUAL]
    return tuple(dict.fromkeys([*codes_in(text), *may_identify(text), *found]))


def codes_in(text: str) -> tuple[str, ...]:
    """Return what looks like somebody's code: such a text is not stored (invariant 22)."""
    return tuple(dict.fromkeys(CODE.findall(text)))


def may_identify(text: str) -> tuple[str, ...]:
    """Return the words somebody should look at again: names, initials, ages, dates, addresses."""
    found = [match.group() for pattern in (INITIALS, AGE, BORN, MAIL) for match in pattern.finditer(text)]
    found += [name for name in NAME.findall(text) if name not in USUAL]
    return tuple(dict.fromkeys(found))
