"""Practice profiles: every version for those who write them, one for the public."""

from datetime import datetime

from peerreview.models import PracticeProfile, Service


def versions_of(service: Service) -> list[PracticeProfile]:
    """Return every version of a service's profile, the latest first."""
    return list(PracticeProfile.objects.filter(service=service).select_related("written_by").order_by("-n"))


def latest_of(service: Service) -> PracticeProfile | None:
    """Return the latest version."""
    return PracticeProfile.objects.filter(service=service).order_by("-n").first()


def find_version(service: Service, n: int) -> PracticeProfile | None:
    """Return one version."""
    return PracticeProfile.objects.filter(service=service, n=n).first()


def public_profile(service: Service, at: datetime) -> PracticeProfile | None:
    """Return what the service says of its practice in public."""
    return PracticeProfile.objects.public(at).filter(service=service).first()
