"""How long what somebody said is kept. The days are the founders' and shown to whoever sends something.

The UK GDPR asks for no longer than the purpose needs (article 5(1)(e)); the purpose ends with the answers.
"""

from datetime import date, timedelta

from portal.voices.enums.statements import StatementState as S

# Begun and never sent.
ABANDONED = timedelta(days=7)
# Not passed on: long enough to come back, read why, and say it in another way.
RETURNED = timedelta(days=90)
# Sent: until its answers are given and "did we get it right?" has been asked, and one visit later.
SENT = timedelta(days=540)


def kept_until(state: str, since: date) -> date:
    """Return the first day on which it is deleted."""
    if state == S.DRAFT:
        return since + ABANDONED
    return since + (RETURNED if state == S.RETURNED else SENT)


def kept_after(was: str, target: str, until: date, given_on: date, day: date) -> date:
    """Return when it is deleted once it became ``target`` on ``day``: returned sooner, never later than was promised.

    What is taken up again after it was returned is kept as it was when it was sent; what is put away goes on its day.
    """
    if target == S.RETURNED:
        return min(until, kept_until(target, day))
    is_taken_up = was == S.RETURNED and target != S.ARCHIVED
    return kept_until(target, given_on) if is_taken_up else until
