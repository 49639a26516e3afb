"""Writing a practice profile version by version, and putting one in public only by the service's wish."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.models import PracticeProfile, Service
from peerreview.permissions import profiles as permissions
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused

WRITTEN = (
    "practice_model",
    "theory",
    "education",
    "therapy",
    "therapy_text",
    "discipline",
    "risk",
    "needs",
    "group_size",
)


@transaction.atomic
def write_profile(*, service: Service, texts: Mapping[str, str], by: User, at: datetime, after: int) -> PracticeProfile:
    """Add a version; ``after`` is the number of the one that was read, so that nobody's words are written over."""
    service = _locked(service, by, at)
    last = PracticeProfile.objects.filter(service=service).order_by("-n").first()
    if (last.n if last else 0) != after:
        raise Refused(_("Somebody saved another version meanwhile. Copy your text, open the page again and compare."))
    values = {name: texts.get(name, "").strip() for name in WRITTEN}
    if last is not None and all(getattr(last, name) == value for name, value in values.items()):
        raise Refused(_("Nothing has changed since the last version."))
    profile = PracticeProfile(service=service, n=after + 1, written_by=by, written_at=at, **values)
    save_with_history(profile, by=by, reason=_("Version %(n)d written") % {"n": profile.n}, at=at)
    return profile


@transaction.atomic
def publish_profile(*, service: Service, n: int, by: User, at: datetime) -> PracticeProfile:
    """Put one version in public in place of any other; it is seen while the service itself is named in public."""
    service = _locked(service, by, at)
    profile = PracticeProfile.objects.select_for_update().get(service=service, n=n)
    if profile.is_public:
        return profile
    _withdraw(service, by, _("Another version is published"), at)
    profile.published_by, profile.published_at, profile.withdrawn_at = by, at, None
    save_with_history(profile, by=by, reason=_("Published by the service’s wish"), at=at)
    return profile


@transaction.atomic
def withdraw_profile(*, service: Service, reason: str, by: User, at: datetime) -> None:
    """Take what is public out of sight at once."""
    service = _locked(service, by, at)
    if not _withdraw(service, by, reason, at):
        raise Refused(_("No version of the profile is public."))


def _withdraw(service: Service, by: User, reason: str, at: datetime) -> bool:
    profile = PracticeProfile.objects.select_for_update().published().filter(service=service).first()
    if profile is None:
        return False
    profile.withdrawn_at = at
    save_with_history(profile, by=by, reason=reason, at=at)
    return True


def _locked(service: Service, by: User, at: datetime) -> Service:
    service = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    if not permissions.can_write_profile(by, service, at):
        raise PermissionDenied
    return service
