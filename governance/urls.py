"""Addresses of governance. They are cited in minutes and decisions: they never change."""

from django.urls import path

from governance.views import discussion, proposals, versions

app_name = "governance"

urlpatterns = [
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
]
