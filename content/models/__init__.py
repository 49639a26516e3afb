"""Pages, and every version of them that was published."""

from content.models.guidance import GuidanceIndexPage, GuidancePage
from content.models.home import HomePage
from content.models.information import InformationPage
from content.models.publications import Publication
from content.models.tasks import ConsensusGateTask

__all__ = [
    "ConsensusGateTask",
    "GuidanceIndexPage",
    "GuidancePage",
    "HomePage",
    "InformationPage",
    "Publication",
]
