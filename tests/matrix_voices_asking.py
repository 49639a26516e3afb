"""Who reaches what of asking, saying and answering: one line an address, as in ``tests/matrix_table.py``.

The young people's side asks nobody who they are; what is behind a code says "your code, please" to everybody else.
"""

from collections.abc import Mapping
from datetime import datetime

from portal.people.models import User
from portal.voices.actions.campaigns import create_campaign
from portal.voices.actions.questions import begin_version
from portal.voices.enums.campaigns import CampaignKind
from portal.voices.models import Answer, Campaign, QuestionSet, Theme

LEAD = "participation-lead"
SEE = f"{LEAD} independent-helper moderator safeguarding-lead safeguarding-deputy programme-manager"
CARDS = f"{LEAD} independent-helper"
WORK = f"{LEAD} moderator programme-manager"
TABLE = f"""
/have-your-say/ | 200
/have-your-say/staff/ | 200
/have-your-say/staff/card/ | 200
/have-your-say/staff/back/ | 200
/have-your-say/promises/ | 200
/have-your-say/leave/ | 302
/have-your-say/unsafe/ | 200
/have-your-say/card/ | 200
/have-your-say/start/ | 302
/have-your-say/say/ | 200
POST /have-your-say/again/ | 422
/have-your-say/back/ | 200
/have-your-say/mine/ | 200
/have-your-say/mine/add/ | 200
/have-your-say/mine/disagree/1/ | 200
/have-your-say/mine/take-back/ | 200
POST /have-your-say/mine/right/{{newest_answer}}/ | 200
/have-your-say/heard/ | 200
/have-your-say/heard.csv | 200
/have-your-say/heard.atom | 200
/have-your-say/heard/{{theme}}/ | 200
/have-your-say/heard/{{draft_theme}}/ | 404
/voices/ | 401 visitor; 200
/voices/campaigns/ | 401 visitor; 200 {SEE}; 404
/voices/campaigns/new/ | 401 visitor; 200 {LEAD}; 404
/voices/campaigns/about/review/{{review}}/ | 401 visitor; 200 programme-manager; 404
/voices/campaigns/about/proposal/{{asked_of_board}}/ | 401 visitor; 200 chair-nw secretary-nw trustee-staff; 404
/voices/campaigns/about/nothing/1/ | 401 visitor; 404
/voices/questions/{{set}}/standards/ | 401 visitor; 200 {LEAD}; 404
/voices/campaigns/{{asking}}/ | 401 visitor; 200 {SEE}; 404
/voices/campaigns/{{preparing}}/boxes/ | 401 visitor; 200 {LEAD}; 404
/voices/campaigns/{{preparing}}/questions/ | 401 visitor; 200 {LEAD}; 404
/voices/campaigns/{{preparing}}/open/ | 401 visitor; 200 {LEAD}; 404
/voices/campaigns/{{asking}}/boxes/ | 401 visitor; 404
/voices/campaigns/{{asking}}/close/ | 401 visitor; 200 {LEAD}; 404
/voices/campaigns/{{asking}}/cards/ | 401 visitor; 200 {CARDS}; 404
/voices/campaigns/{{over}}/cards/ | 401 visitor; 404
/voices/campaigns/{{asking}}/cards/1/take-back/ | 401 visitor; 200 {CARDS}; 404
/voices/campaigns/{{asking}}/gather/ | 401 visitor; 200 {LEAD}; 404
/voices/campaigns/{{over}}/numbers/ | 401 visitor; 200 {LEAD}; 404
/voices/campaigns/{{over}}/numbers/like-it/public/ | 401 visitor; 200 {LEAD}; 404
/voices/questions/ | 401 visitor; 200 {LEAD}; 404
/voices/questions/{{set}}/ | 401 visitor; 200 {LEAD}; 404
/voices/questions/{{set}}/begin/ | 401 visitor; 200 {LEAD}; 404
/voices/questions/{{written}}/write/ | 401 visitor; 200 {LEAD}; 404
/voices/questions/{{written}}/publish/ | 401 visitor; 200 {LEAD}; 404
/voices/questions/{{written}}/drop/ | 401 visitor; 200 {LEAD}; 404
/voices/questions/{{set}}/write/ | 401 visitor; 404
/voices/entry/ | 401 visitor; 200 {CARDS}; 404
/voices/themes/ | 401 visitor; 200 {WORK}; 404
/voices/themes/{{theme}}/ | 401 visitor; 200 {WORK}; 404
/voices/themes/{{theme}}/write/ | 401 visitor; 404
/voices/themes/{{theme}}/answer/ | 401 visitor; 200 {LEAD} programme-manager; 404
/voices/themes/{{theme}}/take-down/ | 401 visitor; 200 {LEAD} moderator; 404
/voices/themes/{{draft_theme}}/write/ | 401 visitor; 200 {LEAD}; 404
/voices/themes/{{draft_theme}}/publish/ | 401 visitor; 200 moderator; 404
"""


def examples(at: datetime) -> Mapping[str, object]:
    """Write what the names stand for; the test undoes it."""
    lead = User.objects.get(email="participation-lead@hearth.example")
    preparing = create_campaign(title="Not open yet", kind=CampaignKind.EVERYDAY, by=lead, at=at)
    theme = Theme.objects.filter(state="published", answers__isnull=False).order_by("pk")[0]
    draft = Theme.objects.create(
        campaign=theme.campaign,
        n=99,
        speaker=theme.speaker,
        title="Not published",
        easy="Not yet",
        made_by=lead,
        made_at=at,
    )
    written = QuestionSet.objects.get(key="everyday-8-11")
    begin_version(of=written, by=lead, at=at)
    return {
        "asking": Campaign.objects.get(kind="everyday", state="open").slug,
        "over": Campaign.objects.get(state="closed", kind="consultation").slug,
        "preparing": preparing.slug,
        "asked_of_board": Campaign.objects.get(kind="proposal").subject_key,
        "set": "everyday-16",
        "written": written.key,
        "theme": theme.pk,
        "draft_theme": draft.pk,
        "newest_answer": Answer.objects.filter(theme=theme).order_by("-n")[0].pk,
    }
