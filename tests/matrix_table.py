"""What every address answers to whom: one line an address; how to read it stands in ``tests/test_matrix.py``."""

TABLE = """
/today/ | 401 visitor; 200
/administration/ | 401 visitor; 200 administrator; 404
/administration/reminders/ | 401 visitor; 200 administrator; 404
/meetings/ | 401 visitor; 200
/healthz | 200
/readyz | 200
/metrics | 404
/.well-known/security.txt | 200
/search/?q=children | 200
/api/v1/schema/ | 200
/api/v1/docs/ | 200
/api/v1/decisions/ | 200
/api/v1/decisions/{decision}/ | 200
/api/v1/decisions/{m_decision}/ | 200 chair-nw chair-national; 404
/api/v1/boards/ | 200
/api/v1/boards/north-west/ | 200
/api/v1/standards/ | 200
/api/v1/standards/whole-home/ | 200
/api/v1/editions/ | 200
/api/v1/editions/1/ | 200
/api/v1/publications/ | 200
/api/v1/publications/{guidance}/ | 200
/api/v1/regions/ | 200
/api/v1/regions/{region}/ | 200
/api/v1/authorities/ | 200
/api/v1/authorities/{authority}/ | 200
/account/ | 401 visitor; 200
/account/details/ | 401 visitor; 200
/account/email/confirm/nobody-sent-this/ | 410
POST /account/stay-signed-in/ | 401 visitor; 200
/account/sessions/ | 401 visitor; 200
POST /account/sessions/end-others/ | 401 visitor; 302
POST /account/sessions/999999/end/ | 401 visitor; 404
/account/invitation/nobody-sent-this/ | 410
POST /account/demonstration-sign-in/ | 404
/people/ | 401 visitor; 200 administrator; 404
/people/invite/ | 401 visitor; 200 administrator; 404
/people/{staff}/ | 401 visitor; 200 trustee-staff administrator; 404
/people/{stranger}/ | 401 visitor; 200 administrator; 404
/people/{staff}/details/ | 401 visitor; 200 administrator; 404
/people/{staff}/deactivate/ | 401 visitor; 200 administrator; 404
/people/{staff}/reactivate/ | 401 visitor; 200 administrator; 404
/people/{staff}/reset-second-factor/ | 401 visitor; 200 administrator; 404
POST /people/{staff}/end-sessions/ | 401 visitor; 302 administrator; 404
POST /people/{staff}/invite/ | 401 visitor; 422 administrator; 404
/people/{staff}/roles/grant/ | 401 visitor; 200 administrator; 404
/people/{staff}/affiliations/add/ | 401 visitor; 200 administrator; 404
/people/roles/{role}/end/ | 401 visitor; 200 administrator; 404
/people/affiliations/{affiliation}/end/ | 401 visitor; 200 administrator; 404
POST /people/invitations/999999/revoke/ | 401 visitor; 404
/people/organisations/ | 401 visitor; 200 administrator; 404
/people/organisations/add/ | 401 visitor; 200 administrator; 404
/people/organisations/{organisation}/ | 401 visitor; 200 administrator; 404
/people/organisations/{organisation}/edit/ | 401 visitor; 200 administrator; 404
/account/login/ | 200 visitor; 302
/account/logout/ | 302 visitor; 200
/account/inactive/ | 200
/account/signup/ | 403
/account/reauthenticate/ | 401 visitor; 200
/account/email/ | 401 visitor; 302
/account/password/change/ | 401 visitor; 200
/account/password/set/ | 302
/account/password/reset/ | 200
/account/password/reset/done/ | 200
/account/password/reset/key/done/ | 200
/account/password/reset/key/1-nobody-sent-this/ | 200
/account/second-factor/ | 401 visitor; 200
/account/second-factor/reauthenticate/ | 401 visitor; 302
/account/second-factor/app/ | 401 visitor; 302
/account/second-factor/app/remove/ | 401 visitor; 404
/account/second-factor/codes/ | 401 visitor; 404
/account/second-factor/codes/new/ | 401 visitor; 302
/account/second-factor/codes/download/ | 401 visitor; 404
/account/second-factor/passkeys/ | 401 visitor; 200
/account/second-factor/passkeys/add/ | 401 visitor; 302
/account/second-factor/passkeys/999999/ | 401 visitor; 302
/account/second-factor/passkeys/999999/remove/ | 401 visitor; 302
/account/second-factor/passkeys/reauthenticate/ | 401 visitor; 302
/account/code/ | 401 visitor; 302
/account/passkey/ | 401 visitor; 302
/cms/ | 401 visitor; 200 editor; 403
/cms/login/ | 401
/cms/logout/ | 302
/cms/account/ | 401 visitor; 302 editor; 403
/cms/password_reset/ | 302
/cms/password_reset/done/ | 302
/cms/password_reset/complete/ | 302
/cms/password_reset/confirm/MQ/nobody-sent-this/ | 302
/_util/login/ | 401
/notifications/ | 401 visitor; 200
POST /notifications/read/ | 401 visitor; 302
/notifications/{notice}/ | 401 visitor; 302 trustee-staff; 404
POST /notifications/{notice}/read/ | 401 visitor; 302 trustee-staff; 404
/account/notifications/ | 401 visitor; 200
POST /account/notifications/calendar/ | 401 visitor; 200
POST /account/notifications/calendar/end/ | 401 visitor; 302
/calendar/nobody-was-given-this.ics | 404
/imports/ | 401 visitor; 200 administrator; 404
/imports/runs/{run}/ | 401 visitor; 200 administrator; 404
POST /imports/runs/{run}/apply/ | 401 visitor; 302 administrator; 404
POST /imports/runs/{run}/apply-here/ | 401 visitor; 302 administrator; 404
POST /imports/runs/{run}/cancel/ | 401 visitor; 302 administrator; 404
/imports/register/ | 401 visitor; 200 administrator; 404
/ui/ | 200
/ui/young/ | 200
/documents/999999/nothing.pdf | 404
/documents/authenticate_with_password/999999/ | 404
/standards/ | 200
/standards/values/ | 200
/standards/manage/ | 401 visitor; 200 programme-manager; 404
/standards/manage/new/ | 401 visitor; 200 programme-manager; 404
/standards/manage/imports/999999/ | 401 visitor; 404
POST /standards/manage/imports/999999/drop/ | 401 visitor; 404
/standards/manage/whole-home/import/ | 401 visitor; 200 programme-manager; 404
/standards/manage/whole-home/template.docx | 401 visitor; 200 programme-manager; 404
/standards/manage/whole-home/1/ | 401 visitor; 200 programme-manager; 404
/standards/manage/living-learning/2/publish/ | 401 visitor; 200 programme-manager; 404
/standards/manage/living-learning/2/consult/ | 401 visitor; 404
/standards/manage/living-learning/2/take-back/ | 401 visitor; 200 programme-manager; 404
/standards/manage/living-learning/2/withdraw/ | 401 visitor; 200 programme-manager; 404
/standards/whole-home/1.xlsx | 200
/standards/whole-home/1.docx | 200
/standards/whole-home/1/plain/ | 200
/standards/living-learning/2/changes/ | 200
/standards/whole-home/1/changes/ | 404
/standards/whole-home/ | 200
/standards/whole-home/1.json | 200
/standards/whole-home/1.csv | 200
/standards/whole-home/1/ | 200
/standards/whole-home/1/{code}/ | 200
/services/ | 200
/services/directory.csv | 200
/services/register/ | 401 visitor; 200 programme-manager administrator; 404
/services/register/questions/ | 401 visitor; 200 programme-manager administrator; 404
/services/register/questions/999999/ | 401 visitor; 404
/services/register/{urn}/ | 401 visitor; 200 programme-manager administrator; 404
/services/register/{own_urn}/ | 401 visitor; 200 service-lead programme-manager administrator; 404
/services/register/{urn}/membership/ | 401 visitor; 200 programme-manager; 404
/services/register/{urn}/membership/end/ | 401 visitor; 200 programme-manager; 404
/services/register/{urn}/name/ | 401 visitor; 200 programme-manager; 404
/services/register/{named_urn}/unname/ | 401 visitor; 200 programme-manager; 404
/services/{named}/ | 200
/boards/ | 200
/boards/north-west/ | 200
/boards/national/ | 200
/boards/north-west/people/ | 401 visitor; 200 BOARD administrator; 404
/boards/north-west/year/2026/ | 200
/boards/north-west/year/2026.csv | 200
/boards/north-west/purpose/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/history/ | 401 visitor; 200 BOARD administrator; 404
/boards/north-west/rules/ | 200
/boards/north-west/rules/change/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-east/rules/change/ | 401 visitor; 200 administrator; 403
/boards/north-west/roles/give/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/roles/{board_role}/end/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/seats/add/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/seats/{seat}/appoint/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/appointments/{appointment}/end/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/members/join/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/members/{membership}/leave/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/chairs/ | 200
/boards/north-west/chairs/start/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/chairs/{term}/end/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/chairs/ask/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/chairs/swap/ | 401 visitor; 200 secretary-nw administrator; 403
/boards/north-west/chairs/{term}/handover/ | 401 visitor; 200 BOARD; 404
POST /boards/north-west/chairs/{term}/handover/ | 401 visitor; 404 HANDS_OVER; 403 BOARD; 404
/boards/wales/chairs/{handover}/handover/ | 401 visitor; 200 chair-national; 404
/boards/north-west/chairs/turns/{turn}/ | 401 visitor; 200 {asked}; 404
/boards/north-west/alternates/ | 401 visitor; 200 BOARD administrator; 404
/boards/north-west/alternates/name/{staff_seat}/ | 401 visitor; 200 trustee-staff KEEPS; 403 BOARD; 404
/boards/north-west/alternates/{alternate}/end/ | 401 visitor; 200 trustee-staff KEEPS; 403 BOARD; 404
/boards/north-west/alternates/{alternate}/hand-over/ | 401 visitor; 200 trustee-staff secretary-nw; 403 BOARD KEEPS; 404
/boards/north-west/alternates/voices/{voice_lent}/take-back/ | 401 visitor; 200 secretary-nw; 403 BOARD KEEPS; 404
/boards/north-west/meetings/ | 200
/boards/north-west/meetings/plan/ | 401 visitor; 200 chair-nw secretary-nw; 403
/boards/north-west/meetings/{meeting}/ | 200
/boards/north-west/meetings/{meeting}/meeting.ics | 200
/boards/north-west/meetings/{meeting}/move/ | 401 visitor; 200 chair-nw secretary-nw; 403
/boards/north-west/meetings/{meeting}/cancel/ | 401 visitor; 200 chair-nw secretary-nw; 403
POST /boards/north-west/meetings/{meeting}/held/ | 401 visitor; 302 chair-nw secretary-nw; 403
/boards/north-west/meetings/{met}/attendance/ | 401 visitor; 200 secretary-nw; 403
/boards/north-west/meetings/{met}/actions/new/ | 401 visitor; 200 chair-nw secretary-nw; 403
/decisions/{decision}/actions/new/ | 401 visitor; 200 chair-nw secretary-nw; 403
/actions/{action}/done/ | 401 visitor; 200 chair-nw secretary-nw {action_by}; 403 TRUSTEES; 404
/actions/{action}/change/ | 401 visitor; 200 chair-nw secretary-nw; 403 TRUSTEES; 404
/proposals/ | 401 visitor; 200 BOARD NEAR chair-national; 404
/boards/north-west/proposals/ | 401 visitor; 200 BOARD NEAR; 404
/boards/national/proposals/ | 401 visitor; 200 chair-nw chair-national; 404
/boards/north-west/proposals/new/ | 401 visitor; 403 NEAR; 200 BOARD; 404
/boards/north-east/proposals/new/ | 401 visitor; 404
/proposals/{discussed}/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{draft}/ | 401 visitor; 200 chair-nw secretary-nw {draft_by}; 404
/proposals/{n_draft}/ | 401 visitor; 200 {n_chair} {n_draft_by}; 404
/proposals/{n_open}/ | 401 visitor; 200 chair-nw chair-national; 404
/proposals/{n_members}/ | 401 visitor; 200 chair-nw chair-national; 404
/proposals/{elsewhere}/ | 401 visitor; 404
/proposals/{restricted}/ | 401 visitor; 404
/proposals/{restricted}/history/ | 401 visitor; 404
/proposals/{discussed}/state/ | 401 visitor; 302 BOARD NEAR; 404
/proposals/{discussed}/edit/ | 401 visitor; 200 chair-nw secretary-nw {discussed_by}; 403 BOARD NEAR; 404
/proposals/{draft}/edit/ | 401 visitor; 200 chair-nw secretary-nw {draft_by}; 404
/proposals/{draft}/publish/ | 401 visitor; 200 chair-nw secretary-nw {draft_by}; 404
/proposals/{discussed}/withdraw/ | 401 visitor; 200 chair-nw {discussed_by}; 403 BOARD NEAR; 404
/proposals/{discussed}/lapse/ | 401 visitor; 200 chair-nw; 403 BOARD NEAR; 404
/proposals/{urgent_draft}/urgent/ask/ | 401 visitor; 302 chair-nw; 403 BOARD NEAR; 404
/proposals/{urgent_draft}/urgent/confirm/ | 401 visitor; 403 chair-nw secretary-nw; 200 TRUSTEES; 403 NEAR; 404
/proposals/{urgent_draft}/urgent/take-back/ | 401 visitor; 200 chair-nw; 403 BOARD NEAR; 404
/proposals/{urgent_open}/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{discussed}/history/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{discussed}/heard/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{restricted}/heard/ | 401 visitor; 404
/proposals/{n_members}/history/ | 401 visitor; 200 chair-nw chair-national; 404
/proposals/{discussed}/versions/compare/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{discussed}/versions/1/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{discussed}/discussion/ | 401 visitor; 302 BOARD NEAR; 404
/proposals/{discussed}/comments/ | 401 visitor; 200 BOARD NEAR; 404
POST /proposals/{discussed}/comments/new/ | 401 visitor; 302 BOARD; 403 NEAR; 404
/proposals/{discussed}/comments/new/ | 401 visitor; 302 BOARD NEAR; 404
/proposals/{comment}/withdraw/ | 401 visitor; 200 {comment_by}; 403 BOARD NEAR; 404
/proposals/{discussed}/questions/new/ | 401 visitor; 403 NEAR; 200 BOARD; 404
/proposals/{question}/reply/ | 401 visitor; 200 chair-nw secretary-nw {question_to}; 403 BOARD NEAR; 404
/proposals/{discussed}/concerns/new/ | 401 visitor; 403 secretary-nw NEAR; 200 TRUSTEES; 404
/proposals/{concern}/resolve/ | 401 visitor; 200 chair-nw secretary-nw {concern_by}; 403 BOARD NEAR; 404
/proposals/{concern}/withdraw/ | 401 visitor; 200 {concern_by}; 403 BOARD NEAR; 404
/proposals/{concern}/reopen/ | 401 visitor; 403 BOARD NEAR; 404
/proposals/{discussed}/amendments/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{elsewhere}/amendments/ | 401 visitor; 404
/proposals/{discussed}/amendments/new/ | 401 visitor; 403 secretary-nw NEAR; 200 TRUSTEES; 404
/proposals/{agreed}/amendments/new/ | 401 visitor; 403 BOARD NEAR; 404
/proposals/{amendment}/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{amendment}/merge/ | 401 visitor; 200 chair-nw secretary-nw {amendment_to}; 403 BOARD NEAR; 404
/proposals/{amendment}/decline/ | 401 visitor; 200 chair-nw secretary-nw {amendment_to}; 403 BOARD NEAR; 404
/proposals/{amendment}/withdraw/ | 401 visitor; 200 {amendment_by}; 403 BOARD NEAR; 404
/proposals/{amendment}/renew/ | 401 visitor; 403 BOARD NEAR; 404
/proposals/{amendment}/concerns/ | 401 visitor; 200 chair-nw secretary-nw {amendment_people}; 403 BOARD NEAR; 404
/proposals/{m_amendment}/ | 401 visitor; 200 chair-nw chair-national; 404
/proposals/{tested}/round/standing/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{discussed}/rounds/open/ | 401 visitor; 200 chair-nw; 403 BOARD NEAR; 404
/proposals/{tested}/rounds/{round}/close/ | 401 visitor; 200 chair-nw; 403 BOARD NEAR; 404
/proposals/{tested}/rounds/{round}/extend/ | 401 visitor; 200 chair-nw; 403 BOARD NEAR; 404
/proposals/{tested}/position/ | 401 visitor; 403 secretary-nw NEAR; 200 TRUSTEES; 404
/proposals/{tested}/positions/{voice}/ | 401 visitor; 200 secretary-nw; 403 TRUSTEES NEAR; 404
/proposals/{entered}/confirm/ | 401 visitor; 200 {entered_for}; 404
/proposals/{blocked}/blocks/{block}/test/ | 401 visitor; 403 {objector} secretary-nw; 200 TRUSTEES; 404
/proposals/{blocked}/blocks/{block}/withdraw/ | 401 visitor; 200 {objector}; 403 BOARD; 404
/proposals/{upheld}/blocks/{upheld_block}/ | 401 visitor; 200 BOARD; 404
/proposals/{upheld}/blocks/{upheld_block}/steps/new/ | 401 visitor; 200 BOARD; 404
/proposals/{upheld}/blocks/{upheld_block}/restate/ | 401 visitor; 403 BOARD; 404
/proposals/{upheld}/blocks/{upheld_block}/resolve/ | 401 visitor; 403 BOARD; 404
/proposals/{discussed}/way/ | 401 visitor; 200 BOARD NEAR; 404
/proposals/{discussed}/fallback/ | 401 visitor; 403 BOARD NEAR; 404
/proposals/{falling}/fallback/ | 401 visitor; 302 chair-nw; 403 BOARD NEAR; 404
/proposals/{falling}/fallback/steps/national/start/ | 401 visitor; 403 BOARD NEAR; 404
/proposals/{falling}/fallback/steps/{step}/end/ | 401 visitor; 200 chair-nw; 403 BOARD NEAR; 404
/proposals/{falling}/fallback/steps/{step}/trial/ | 401 visitor; 403 BOARD NEAR; 404
/proposals/{falling}/fallback/not-agreed/ | 401 visitor; 403 BOARD NEAR; 404
/proposals/{discussed}/refer/ | 401 visitor; 200 chair-nw; 403 BOARD NEAR; 404
/proposals/{agreed}/rationale/ | 401 visitor; 200 chair-nw secretary-nw {agreed_by}; 403 BOARD NEAR; 404
/proposals/{agreed}/adopt/ | 401 visitor; 200 chair-nw secretary-nw; 403 BOARD NEAR; 404
/proposals/{discussed}/conflicts/ | 401 visitor; 403 NEAR; 200 BOARD; 404
/proposals/{discussed}/conflicts/declare/ | 401 visitor; 403 NEAR; 200 BOARD; 404
/proposals/{discussed}/conflicts/raise/ | 401 visitor; 403 NEAR; 200 BOARD; 404
/proposals/{conflict}/treat/ | 401 visitor; 404 trustee-providers; 200 chair-nw; 403 BOARD; 404
/proposals/{conflict}/release/ | 401 visitor; 404 trustee-providers; 200 chair-nw; 403 BOARD; 404
/proposals/{kept_from}/ | 401 visitor; 404 trustee-providers; 200 BOARD; 404
/conflicts/{own_conflict}/ | 401 visitor; 200 trustee-providers; 404
/interests/ | 401 visitor; 200 BOARD chair-national secretary-national; 404
/interests/new/ | 401 visitor; 200 BOARD chair-national secretary-national; 404
/interests/{interest}/ | 401 visitor; 200 trustee-providers; 404
POST /interests/confirm/ | 401 visitor; 302 BOARD chair-national secretary-national; 404
/boards/north-west/interests/ | 200 BOARD; 404
/boards/national/interests/ | 200
/boards/north-west/interests/policy/ | 401 visitor; 200 secretary-nw administrator; 403
/decisions/ | 200
/decisions.csv | 200
/decisions/feed/ | 200
/decisions/urgent/ | 200
/decisions/urgent/{urgent}/ | 200
/decisions/urgent/{lapsed}/ | 200
/decisions/{reviewed}/review/ | 200
/decisions/{m_decision}/review/ | 200 chair-nw chair-national; 404
/decisions/{r_decision}/review/ | 404
/decisions/{reviewed}/review/report/ | 401 visitor; 200 chair-nw secretary-nw {reviewed_by}; 403
/decisions/{reviewed}/review/items/{item}/ | 401 visitor; 200 chair-nw secretary-nw {reviewed_by}; 403
/decisions/{reviewed}/review/propose/ | 401 visitor; 200 BOARD; 403
/decisions/{r_decision}/review/propose/ | 401 visitor; 404
/decisions/{decision}/ | 200
/decisions/{m_decision}/ | 200 chair-nw chair-national; 404
/decisions/{r_decision}/ | 404
/decisions/{r_decision}/verify/ | 404
/api/v1/decisions/{r_decision}/ | 404
/decisions/{decision}/verify/ | 200
/decisions/{m_decision}/verify/ | 200 chair-nw chair-national; 404
/boards/north-west/constituencies/staff/ | 200
/boards/national/constituencies/north-west/ | 200
/boards/north-west/constituencies/staff/ask/ | 401 visitor; 200 trustee-staff; 403
/boards/national/constituencies/north-west/ask/ | 401 visitor; 200 chair-nw; 403
/decisions/{told}/report-backs/staff/ | 401 visitor; 200 BOARD constituency-member; 404
/decisions/{owed}/report-backs/staff/ | 401 visitor; 200 BOARD constituency-member; 404
/decisions/{told}/report-backs/providers/ | 401 visitor; 200 BOARD; 404
/decisions/{m_decision}/report-backs/north-west/ | 401 visitor; 404
/decisions/{r_decision}/report-backs/staff/ | 401 visitor; 404
/decisions/{owed}/report-backs/staff/write/ | 401 visitor; 200 trustee-staff; 403 BOARD constituency-member; 404
/decisions/{told}/report-backs/staff/correct/ | 401 visitor; 200 trustee-staff; 403 BOARD constituency-member; 404
/decisions/{told}/report-backs/staff/respond/ | 401 visitor; 200 constituency-member; 403 BOARD; 404
/soundings/{sounding}/ | 401 visitor; 200 BOARD constituency-member; 404
/proposals/{discussed}/soundings/ | 401 visitor; 200 BOARD; 403 NEAR; 404
/proposals/{n_members}/soundings/ | 401 visitor; 200 chair-nw chair-national; 404
/robots.txt | 200
/sitemap.xml | 200
/media/images/nothing.png | 404
/_util/authenticate_with_password/9/9/ | 404
/ | 200
/guidance/how-we-decide-by-consensus/ | 200
/nothing-is-here/ | 404
"""

PUBLIC = (
    "/",
    "/standards/",
    "/standards/whole-home/",
    "/standards/whole-home/1/",
    "/standards/whole-home/1/{code}/",
    "/standards/values/",
    "/standards/whole-home/1/plain/",
    "/standards/living-learning/2/changes/",
    "/guidance/",
    "/guidance/how-we-decide-by-consensus/",
    "/guidance/how-we-decide-by-consensus/updates/",
    "/decisions/",
    "/decisions/?format=json",
    "/decisions.csv",
    "/decisions/feed/",
    "/decisions/{decision}/",
    "/decisions/{decision}/verify/",
    "/decisions/{reviewed}/review/",
    "/decisions/urgent/",
    "/decisions/urgent/{urgent}/",
    "/boards/north-west/year/2026/",
    "/boards/",
    "/boards/north-west/",
    "/boards/national/",
    "/boards/north-west/chairs/",
    "/boards/north-west/constituencies/staff/",
    "/boards/north-west/meetings/",
    "/boards/north-west/meetings/{meeting}/",
    "/boards/north-west/meetings/{met}/",
    "/services/",
    "/services/{named}/",
    "/have-your-say/",
    "/have-your-say/unsafe/",
    "/have-your-say/heard/",
    "/have-your-say/heard/{theme}/",
    "/who-can-help/",
    "/about/",
    "/accessibility/",
    "/privacy/",
    "/complaints/",
    "/contact/",
    "/search/?q=consensus",
    "/api/v1/docs/",
    "/api/v1/schema/",
    "/healthz",
    "/robots.txt",
    "/sitemap.xml",
)
