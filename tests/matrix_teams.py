"""The part of the role × address matrix about reviewers and teams; how to read it: ``tests/test_matrix.py``."""

import json
from collections.abc import Mapping

from peerreview.models import MatchRun, Review, ReviewerConflict, ReviewerProfile, Team, TeamSeat, Visit

TEAMS = """
/reviewers/ | 401 visitor; 200 programme-manager; 404
/reviewers/add/ | 401 visitor; 200 programme-manager; 404
/reviewers/reciprocity/ | 401 visitor; 200 programme-manager; 404
/reviewers/conflicts/ | 401 visitor; 200 programme-manager; 404
/reviewers/conflicts/declare/ | 401 visitor; 200 programme-manager; 404
/reviewers/conflicts/{tie}/ | 401 visitor; 200 programme-manager; 404
/reviewers/conflicts/{tie}/confirm/ | 401 visitor; 200 programme-manager; 404
/reviewers/conflicts/{tie}/dismiss/ | 401 visitor; 200 programme-manager; 404
/reviewers/conflicts/{tie}/waive/ | 401 visitor; 200 programme-manager; 404
/reviewers/conflicts/{close_tie}/waive/ | 401 visitor; 404
/reviewers/{reviewer}/ | 401 visitor; 200 programme-manager; 404
/reviewers/{reviewer}/edit/ | 401 visitor; 200 programme-manager; 404
/reviewers/{reviewer}/training/ | 401 visitor; 200 programme-manager; 404
/reviewers/{reviewer}/clearance/ | 401 visitor; 200 programme-manager; 404
/reviewing/ | 401 visitor; 200 peer-reviewer lead-reviewer; 404
/reviewing/profile/ | 401 visitor; 200 peer-reviewer lead-reviewer; 404
/reviewing/days/ | 401 visitor; 200 peer-reviewer lead-reviewer; 404
POST /reviewing/days/999999/take-back/ | 401 visitor; 404
/reviewing/conflicts/declare/ | 401 visitor; 200 peer-reviewer lead-reviewer; 404
/reviewing/conflicts/attest/ | 401 visitor; 200 peer-reviewer lead-reviewer; 404
/reviewing/invitations/{invited}/ | 401 visitor; 200 peer-reviewer; 404
/reviewing/invitations/{invited}/days/ | 401 visitor; 200 peer-reviewer; 404
/reviews/{holding}/visit/days/ | 401 visitor; 404
/reviews/{holding}/visit/day/ | 401 visitor; 200 programme-manager; 404
/reviewing/invitations/{invited}/decline/ | 401 visitor; 200 peer-reviewer; 404
POST /reviewing/invitations/{invited}/accept/ | 401 visitor; 302 peer-reviewer; 404
/reviews/{shown}/team/ | 401 visitor; 200 programme-manager service-lead; 404
/reviews/{shown}/team/agree/ | 401 visitor; 200 programme-manager service-lead; 404
/reviews/{shown}/team/{team_seat}/object/ | 401 visitor; 200 service-lead; 404
/reviews/{shown}/team/show/ | 401 visitor; 200 programme-manager; 404
/reviews/{shown}/team/invite/ | 401 visitor; 200 programme-manager; 404
/reviews/{shown}/team/confirm/ | 401 visitor; 200 programme-manager; 404
/reviews/{shown}/team/{team_seat}/clear/ | 401 visitor; 200 programme-manager; 404
/reviews/{shown}/team/days/ | 401 visitor; 404
/reviews/{reopened}/team/5/fill/ | 401 visitor; 200 programme-manager; 404
/reviews/{offering}/team/days/ | 401 visitor; 200 programme-manager; 404
/cycles/{searched}/teams/ | 401 visitor; 200 programme-manager; 404
POST /cycles/{searched}/teams/start/ | 401 visitor; 302 programme-manager; 404
/cycles/searches/{search}/ | 401 visitor; 200 programme-manager; 404
POST /cycles/searches/{search}/cancel/ | 401 visitor; 302 programme-manager; 404
/cycles/searches/{search}/{offering}/ | 401 visitor; 200 programme-manager; 404
"""


def team_examples() -> Mapping[str, object]:
    """Return what the names in the table stand for."""
    run = MatchRun.objects.select_related("cycle").latest("pk")
    shown = Review.objects.get(service__urn="DEMO00001", cycle=run.cycle)
    reopened = Team.objects.filter(seats__number=5, seats__state="open", seats__role="expert", shown_at__isnull=False)
    cast = ("peer-reviewer@hearth.example", "lead-reviewer@hearth.example")
    proposed = [pair[0] for pair in json.loads(run.proposal)["days"]]
    return {
        "tie": ReviewerConflict.objects.filter(state="declared", kind="competes")[0].pk,
        "close_tie": ReviewerConflict.objects.filter(state="declared", kind="family")[0].pk,
        "reviewer": ReviewerProfile.objects.exclude(person__email__in=cast)[0].pk,
        "invited": TeamSeat.objects.get(state="invited", person__email=cast[0]).pk,
        "shown": shown.pk,
        "team_seat": TeamSeat.objects.filter(team__review=shown, state="proposed")[0].number,
        "reopened": reopened[0].review_id,
        "holding": TeamSeat.objects.get(state="invited", person__email=cast[0]).team.review_id,
        "offering": Visit.objects.filter(confirmed_on=None, review__in=proposed, review__team=None)[0].review_id,
        "searched": run.cycle.label,
        "search": run.pk,
    }
