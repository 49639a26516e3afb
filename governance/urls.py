"""Addresses of governance. They are cited in minutes and decisions: they never change."""

from django.urls import path

from governance.views import boards, chairs, decisions, discussion, meetings, proposals, rounds, seats, versions

app_name = "governance"

urlpatterns = [
    # Boards, who sits on them, who chairs, when they meet.
    path("boards/", boards.boards, name="boards"),
    path("boards/<slug:board>/", boards.board, name="board"),
    path("boards/<slug:board>/people/", boards.people, name="board_people"),
    path("boards/<slug:board>/purpose/", boards.purpose, name="board_purpose"),
    path("boards/<slug:board>/history/", boards.history, name="board_history"),
    path("boards/<slug:board>/rules/", boards.rules, name="board_rules"),
    path("boards/<slug:board>/rules/change/", boards.change_rules, name="change_rules"),
    path("boards/<slug:board>/roles/give/", boards.give_role, name="give_role"),
    path("boards/<slug:board>/roles/<int:pk>/end/", boards.end_role, name="end_role"),
    path("boards/<slug:board>/seats/add/", seats.add, name="add_seat"),
    path("boards/<slug:board>/seats/<int:number>/appoint/", seats.appoint, name="appoint"),
    path("boards/<slug:board>/appointments/<int:pk>/end/", seats.end, name="end_appointment"),
    path("boards/<slug:board>/members/join/", seats.join, name="join_constituency"),
    path("boards/<slug:board>/members/<int:pk>/leave/", seats.leave, name="leave_constituency"),
    path("boards/<slug:board>/chairs/", chairs.rota, name="chairs"),
    path("boards/<slug:board>/chairs/start/", chairs.start, name="start_chair_term"),
    path("boards/<slug:board>/chairs/<int:pk>/end/", chairs.end, name="end_chair_term"),
    path("boards/<slug:board>/meetings/", meetings.meetings, name="meetings"),
    path("boards/<slug:board>/meetings/plan/", meetings.plan, name="plan_meeting"),
    path("boards/<slug:board>/meetings/<str:day>/", meetings.meeting, name="meeting"),
    path("boards/<slug:board>/meetings/<str:day>/meeting.ics", meetings.calendar, name="meeting_ics"),
    path("boards/<slug:board>/meetings/<str:day>/move/", meetings.move, name="move_meeting"),
    path("boards/<slug:board>/meetings/<str:day>/cancel/", meetings.cancel, name="cancel_meeting"),
    path("boards/<slug:board>/meetings/<str:day>/held/", meetings.held, name="meeting_held"),
    # Proposals and what is said about them.
    path("proposals/", proposals.proposals, name="proposals"),
    path("boards/<slug:board>/proposals/", proposals.proposals, name="board_proposals"),
    path("boards/<slug:board>/proposals/new/", proposals.new_proposal, name="new_proposal"),
    path("proposals/<str:number>/", proposals.proposal, name="proposal"),
    path("proposals/<str:number>/state/", proposals.proposal_state, name="proposal_state"),
    path("proposals/<str:number>/edit/", proposals.edit_proposal, name="edit_proposal"),
    path("proposals/<str:number>/publish/", versions.publish, name="publish_version"),
    path("proposals/<str:number>/withdraw/", proposals.withdraw, name="withdraw_proposal"),
    path("proposals/<str:number>/history/", versions.history, name="proposal_history"),
    path("proposals/<str:number>/versions/compare/", versions.comparison, name="compare_versions"),
    path("proposals/<str:number>/versions/<int:n>/", versions.version, name="proposal_version"),
    path("proposals/<str:number>/discussion/", discussion.discussion, name="discussion"),
    path("proposals/<str:number>/comments/", discussion.comments, name="comments"),
    path("proposals/<str:number>/comments/new/", discussion.comment, name="add_comment"),
    path("proposals/<str:number>/comments/<int:pk>/withdraw/", discussion.withdraw_comment, name="withdraw_comment"),
    path("proposals/<str:number>/questions/new/", discussion.ask, name="ask_question"),
    path("proposals/<str:number>/questions/<int:pk>/reply/", discussion.reply, name="reply_to_question"),
    path("proposals/<str:number>/concerns/new/", discussion.raise_concern, name="raise_concern"),
    path("proposals/<str:number>/concerns/<int:pk>/resolve/", discussion.resolve_concern, name="resolve_concern"),
    path("proposals/<str:number>/concerns/<int:pk>/withdraw/", discussion.withdraw_concern, name="withdraw_concern"),
    path("proposals/<str:number>/concerns/<int:pk>/reopen/", discussion.reopen_concern, name="reopen_concern"),
    # Rounds, positions and blocks.
    path("proposals/<str:number>/round/<slug:part>/", rounds.part, name="round_part"),
    path("proposals/<str:number>/rounds/open/", rounds.open_page, name="open_round"),
    path("proposals/<str:number>/rounds/<int:n>/close/", rounds.close_page, name="close_round"),
    path("proposals/<str:number>/rounds/<int:n>/extend/", rounds.extend_page, name="extend_round"),
    path("proposals/<str:number>/position/", rounds.position_page, name="position"),
    path("proposals/<str:number>/positions/<int:pk>/", rounds.record_page, name="record_position"),
    path("proposals/<str:number>/blocks/<int:pk>/test/", rounds.finding_page, name="test_block"),
    path("proposals/<str:number>/blocks/<int:pk>/withdraw/", rounds.withdraw_block_page, name="withdraw_block"),
    path("proposals/<str:number>/rationale/", decisions.rationale_page, name="rationale"),
    path("proposals/<str:number>/adopt/", decisions.adopt_page, name="adopt"),
    # The register of decisions.
    path("decisions/", decisions.register_page, name="decisions"),
    path("decisions.csv", decisions.csv_page, name="decisions_csv"),
    path("decisions/feed/", decisions.feed, name="decisions_feed"),
    path("decisions/<str:number>/", decisions.decision, name="decision"),
    path("decisions/<str:number>/verify/", decisions.verify, name="verify_decision"),
]
