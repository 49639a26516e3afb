"""What the addresses of visits answer to whom; see ``tests/test_matrix.py``.

``here`` is the visit of today, led by the lead reviewer of the cast; ``held`` was last week’s.
"""

from collections.abc import Mapping

from peerreview.models import ImmediateConcern, Review, TimetableSession
from portal.demonstration.visits import LAST_WEEKS, TODAYS

TABLE = """
/reviews/{here}/visit/days/ | 401 visitor; 404
/reviews/{here}/visit/pack/ | 401 visitor; 200 lead-reviewer peer-reviewer; 404
/reviews/{held}/visit/pack/ | 401 visitor; 404
/reviews/{here}/timetable/ | 401 visitor; 200 programme-manager lead-reviewer peer-reviewer; 404
/reviews/{here}/timetable/add/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/reviews/{here}/timetable/show/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/reviews/{here}/timetable/agree/ | 401 visitor; 404
/reviews/{here}/timetable/{session}/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/reviews/{here}/timetable/{session}/remove/ | 401 visitor; 200 programme-manager lead-reviewer; 404
POST /reviews/{here}/timetable/begin/ | 401 visitor; 302 programme-manager lead-reviewer; 404
/reviews/{here}/visit/attendance/ | 401 visitor; 200 programme-manager lead-reviewer; 404
/reviews/{here}/visit/day/ | 401 visitor; 404
/reviews/{here}/notebook/ | 401 visitor; 200 lead-reviewer peer-reviewer; 404
POST /reviews/{here}/notebook/ | 401 visitor; 422 lead-reviewer peer-reviewer; 404
POST /reviews/{here}/notebook/sync/ | 401 visitor; 422 lead-reviewer peer-reviewer; 404
/reviews/{here}/notebook/manifest.json | 401 visitor; 200 lead-reviewer peer-reviewer; 404
/reviews/{here}/notebook/worker.js | 401 visitor; 200 lead-reviewer peer-reviewer; 404
/reviews/{here}/notebook/paper/ | 401 visitor; 200 lead-reviewer peer-reviewer; 404
/reviews/{here}/notes/ | 401 visitor; 200 lead-reviewer peer-reviewer; 404
/reviews/{held}/notes/ | 401 visitor; 404
/reviews/{held}/visit/attendance/ | 401 visitor; 404
/reviews/{held}/timetable/add/ | 401 visitor; 404
/reviews/{here}/concerns/ | 401 visitor; 200 programme-manager lead-reviewer peer-reviewer; 404
/reviews/{here}/concerns/raise/ | 401 visitor; 200 programme-manager lead-reviewer peer-reviewer; 404
/concerns/ | 401 visitor; 200 programme-manager safeguarding-lead; 404
/concerns/{open_concern}/ | 401 visitor; 200 programme-manager safeguarding-lead lead-reviewer; 404
/concerns/{open_concern}/refer/ | 401 visitor; 200 programme-manager safeguarding-lead lead-reviewer; 404
/concerns/{open_concern}/reason/ | 401 visitor; 200 programme-manager safeguarding-lead lead-reviewer; 404
/concerns/{settled_concern}/ | 401 visitor; 200 programme-manager safeguarding-lead; 404
/concerns/{settled_concern}/refer/ | 401 visitor; 404
"""


def examples() -> Mapping[str, object]:
    """Return what the names stand for."""
    here = Review.objects.get(service__urn=TODAYS, state="scheduled")
    return {
        "here": here.pk,
        "held": Review.objects.get(service__urn=LAST_WEEKS, visit__attendance_at__isnull=False).pk,
        "session": TimetableSession.objects.filter(timetable__visit__review=here)[0].pk,
        "open_concern": ImmediateConcern.objects.get(state="open").pk,
        "settled_concern": ImmediateConcern.objects.get(state="referred").pk,
    }
