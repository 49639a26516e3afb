"""Who is told that something waits: never a word, a place or a name, and by e-mail at once whatever anybody chose."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notifications import notify, register_event, register_group, register_subject
from portal.people.models import User
from portal.voices.domain.cases import RUNGS
from portal.voices.models import Case, CaseAlert

ALERT, CHANGED = "voices.case_alert", "voices.case_changed"
LAST = {rung.n for rung in RUNGS if rung.n >= 1}


def register() -> None:
    """Name everything; called once."""
    register_group(
        "safeguarding",
        gettext_lazy("Safeguarding"),
        gettext_lazy("Alerts come by e-mail at once, whatever you choose here."),
        default="at_once",
    )
    register_event(ALERT, gettext_lazy("Somebody may not be safe"), "safeguarding", always_at_once=True)
    register_event(CHANGED, gettext_lazy("Something changed in a case"), "safeguarding")
    register_subject("case_alert", visible_alerts)


def visible_alerts(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return which alerts are this person's and may still be known to them."""
    rows = CaseAlert.objects.filter(pk__in=keys, person=person).visible_to(person, at)
    return set(rows.values_list("pk", flat=True))


def alert(row: CaseAlert, at: datetime) -> None:
    """Tell one person, once for each rung."""
    title = _("An alert waits for you: open it now")
    if row.rung in LAST:
        title = _("An alert still waits and nobody has seen to it: open it now")
    notify(
        people=[row.person_id],
        event=ALERT,
        key=f"{ALERT}:{row.pk}",
        subject_kind="case_alert",
        subject_id=row.pk,
        title=title,
        url=reverse("voices:alert", args=[row.pk]),
        at=at,
    )


def changed(case: Case, by: User, at: datetime) -> None:
    """Tell the others who were alerted that somebody did something, without what."""
    newest: dict[int, int] = dict(case.alerts.order_by("pk").values_list("person", "pk"))
    for person, alert_key in newest.items():
        notify(
            people=[person],
            event=CHANGED,
            key=f"{CHANGED}:{alert_key}:{at:%Y-%m-%dT%H:%M:%S}",
            subject_kind="case_alert",
            subject_id=alert_key,
            title=_("Something changed in a case you were told of"),
            url=reverse("voices:alert", args=[alert_key]),
            at=at,
            by=by,
        )
