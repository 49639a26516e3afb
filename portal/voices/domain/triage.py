"""Words that let something be read sooner. They may only raise: whoever reads decides, and silence means nothing."""

import re

from portal.voices.enums.statements import Priority

# Whole words or beginnings of words; found, never shown. A false alarm costs a reader a minute, and a missed word is
# found by reading in turn (voices.md, promise 4). Nothing looks ahead or back: more words never make it less urgent.

# Who is hurt, and how children say not and nobody.
_ME = r"(me|us|my\s(brother|sister|friend|mum|mom))"
_SELF = r"(my\s?self|your\s?self|him\s?self|her\s?self|them\s?sel\w+)"
_OTHERS = r"(him|her|them|people|kids|children|some(one|body)|every(one|body)|each\sother)"
_NOT = r"(not|never|cannot|(do|does|did|is|was|are|were|can|could|has|have|had|wo|would|should|ai)n?'?t)"
_NOBODY = r"(nobody|no[\s-]?one|none\sof\sus|no\s(kids?|child|children|girls?|boys?))"

_UNSAFE = rf"""
unsafe | in\sdanger | for\smy\slife |
{_NOT}\s(\w+\s){{0,2}}safe | {_NOT}\s(think|feel|believe|know)\s(\w+\s){{0,4}}safe |
{_NOT}\s(feel|felt)\s(\w+\s)?(save|saf) |
{_NOBODY}\s(\w+\s){{0,2}}(feels?|felt|is|are|was|were|keeps?)\s(\w+\s){{0,2}}safe
"""
_DYING = rf"""
suicid\w* | sucid\w* | suisid\w* | unaliv\w* | kys | overdos\w* | too\smany\s(pills|tablets) |
(want(s|ed)?\sto|wanna)\s(die|be\sdead) | wish\s(i|we)\s(was|were)\s(dead|never\sborn) |
wish\s(i|we)\s(was|were)n?'?t\s(alive|born|here) | better\soff\s(dead|without\sme) |
{_NOT}\s(want\sto|wanna)\s(be\salive | live\sany\s?more | be\shere\sany\s?more) |
end(ing)?\s(it\sall|my\slife) | tak(e|ing)\smy\s(own\s)?life | {_NOT}\sgo\son\s(like|living|any\s?more)
"""
_HURTING = rf"""
kill(s|ed)?\s{_ME} | hurt(s|ing)?\s{_ME} | hurts\s{_OTHERS} | (to|gonna|will|'ll)\s(kill|hurt)\s{_OTHERS} |
(kill(s|ed|ing)?|hurt(s|ing)?|harm(s|ed|ing)?|cut(s|ting)?|burn(s|ed|t|ing)?)\s{_SELF} | self.?harm\w* |
(hit(s|ting)?|beat(s|en|ing)?|punch(es|ed|ing)?|kick(s|ed|ing)?|slap(s|ped|ping)?|smack(s|ed|ing)?)\s(me|us) |
(grab(s|bed|bing)?|drag(s|ged|ging)?|chok(es|ed|ing)|bit|bites)\s(me|us) | strangl\w* | stab(s|bed|bing)? |
knife | weapon
"""
_TOUCHING = r"""
touch(es|ed|ing)?\s(me|us) | rap(e|ed|ing) | sex\w* | porn\w* | nudes? | private\sparts? | traffick\w* | county\slines
"""
_FLEEING = r"""
(scared|afraid|frightened|terrified)\sof\s(him|her|them|staff) | lock(s|ed)?\s(me|us)\s(in|up|out) |
run(s|ning)?\saway | ran\saway
"""
_RAISED = rf"""
scared | afraid | frighten\w* | terrif(ied|ying) | bull(y|ied|ies|ying) | secret | threat\w* | drunk | drugs? | blood |
bleed\w* | bruis\w* | alone | hungry | danger\w* | please\shelp\sme | help\sme\splease | restrain\w* | held\sdown |
allegation\w* | abus\w* | harm\w* | naked | gun | (get|gets|getting|got|being)\shurt | going\sto\sdie |
{_NOBODY}\s(listens|cares|believes\s(me|us)|helps\s(me|us)) | killing\s({_ME}|{_OTHERS}) |
(hit(s|ting)?|punch(es|ed|ing)?|kick(s|ed|ing)?|slap(s|ped|ping)?)\s{_OTHERS} |
hat(e|es|ing)\s(my\s?self|my\slife) | worthless | {_NOT}\s(cope|take\s(it|this)\sany\s?more)
"""


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(patterns)})\b", re.VERBOSE | re.IGNORECASE)


URGENT = _words(_UNSAFE, _DYING, _HURTING, _TOUCHING, _FLEEING)
RAISED = _words(_RAISED)
_STRAIGHT = str.maketrans("‘’ʼ´`", "'''''")
_ORDER = list(Priority)


def raised(now: str, text: str) -> Priority:
    """Return how soon ``text`` is read, at least as soon as ``now``."""
    words = " ".join(text.translate(_STRAIGHT).split())
    found = Priority.URGENT if URGENT.search(words) else Priority.RAISED if RAISED.search(words) else Priority.NORMAL
    return max(Priority(now), found, key=_ORDER.index)
