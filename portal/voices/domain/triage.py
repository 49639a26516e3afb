"""Words that let something be read sooner. They may only raise: whoever reads decides, and silence means nothing."""

import re

from portal.voices.enums.statements import Priority

# Whole words or beginnings of words; found, never shown. A false alarm costs a reader a minute, and a missed word is
# found by reading in turn (voices.md, promise 4).
_URGENT = r"""
kill(ed|ing)?\smyself | suicid\w* | want\sto\sdie | wanna\sdie | end\sit\sall | overdos\w* | cut(ting)?\smyself |
self.?harm\w* | rap(e|ed|ing) | touch(es|ed|ing)?\sme | hit(s|ting)?\sme | hurt(s|ing)?\sme |
beat(s|en|ing)?\sme | punch(es|ed)?\sme |
strangl\w* | chok(es|ed|ing)\sme |
 (scared|afraid)\sof\s(him|her|them|staff) | unsafe |
(not|never|(do|does|did|is|was|are|were|can|could)n?['’]?t)\s(\w+\s){0,2}safe | lock(s|ed)?\sme\sin |
knife | weapon | run(ning)?\saway | traffick\w* | county\slines | sex\w*
"""
_RAISED = r"""
scared | afraid | frighten\w* | bull(y|ied|ies|ying) | secret | threat\w* | drunk | drugs? | blood | bruis\w* | alone |
hungry | nobody\slistens | restrain\w* | held\sdown | allegation\w* | abus\w* | harm\w*
"""
URGENT = re.compile(rf"\b({_URGENT})\b", re.VERBOSE | re.IGNORECASE)
RAISED = re.compile(rf"\b({_RAISED})\b", re.VERBOSE | re.IGNORECASE)
_ORDER = list(Priority)


def raised(now: str, text: str) -> Priority:
    """Return how soon ``text`` is read, at least as soon as ``now``."""
    words = " ".join(text.split())
    found = Priority.URGENT if URGENT.search(words) else Priority.RAISED if RAISED.search(words) else Priority.NORMAL
    return max(Priority(now), found, key=_ORDER.index)
