"""Addresses of standards, services, cycles and reviews; those of standards are cited by people and never change."""

from django.urls import path, register_converter

from peerreview.views import (
    conflicts,
    control,
    cycles,
    matching,
    ourservices,
    reviewacts,
    reviewers,
    reviewing,
    reviews,
    serviceregister,
    services,
    standards,
    standards_data,
    teams,
)


class CodeConverter:
    """The printed code of a standard: 3.2, WH-4, A1."""

    regex = r"[0-9A-Za-z][0-9A-Za-z.\-]*"

    def to_python(self, value: str) -> str:
        """Take it as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Write it as it stands."""
        return value


register_converter(CodeConverter, "code")

app_name = "peerreview"
urlpatterns = [
    path("standards/", standards.index, name="standards"),
    path("standards/values/", standards.values, name="values"),
    path("standards/<slug:set_code>/", standards.current, name="standard_set"),
    path("standards/<slug:set_code>/<int:number>.json", standards_data.as_json, name="edition_json"),
    path("standards/<slug:set_code>/<int:number>.csv", standards_data.as_csv, name="edition_csv"),
    path("standards/<slug:set_code>/<int:number>/", standards.edition, name="edition"),
    path("standards/<slug:set_code>/<int:number>/<code:code>/", standards.standard, name="standard"),
    path("services/", services.directory, name="services"),
    path("services/directory.csv", services.directory_csv, name="services_csv"),
    path("services/register/", serviceregister.register, name="service_register"),
    path("services/register/questions/", serviceregister.questions, name="service_questions"),
    path("services/register/questions/<int:pk>/", serviceregister.answer, name="answer_question"),
    path("services/register/<slug:urn>/", serviceregister.record, name="service_record"),
    path("services/register/<slug:urn>/membership/", serviceregister.begin_membership, name="begin_membership"),
    path("services/register/<slug:urn>/membership/end/", serviceregister.end_membership, name="end_membership"),
    path("services/register/<slug:urn>/name/", serviceregister.name_publicly, name="name_publicly"),
    path("services/register/<slug:urn>/unname/", serviceregister.stop_naming, name="stop_naming"),
    path("services/register/<slug:urn>/owner/", control.change_owner, name="change_owner"),
    path("services/control/", control.index, name="control_groups"),
    path("services/control/add/", control.add_group, name="add_control_group"),
    path("services/control/<int:pk>/", control.group, name="control_group"),
    path("services/control/<int:pk>/add/", control.bring_under, name="bring_under"),
    path("services/control/<int:pk>/<int:membership>/end/", control.let_go, name="let_go"),
    path("services/<slug:slug>/", services.service, name="service"),
    path("our-services/", ourservices.index, name="our_services"),
    path("our-services/<slug:urn>/", ourservices.service, name="our_service"),
    path("our-services/<slug:urn>/profile/", ourservices.profile, name="our_profile"),
    path("our-services/<slug:urn>/profile/write/", ourservices.write_profile, name="write_profile"),
    path("our-services/<slug:urn>/profile/<int:n>/publish/", ourservices.publish_profile, name="publish_profile"),
    path("our-services/<slug:urn>/profile/withdraw/", ourservices.withdraw_profile, name="withdraw_profile"),
    path("our-services/<slug:urn>/hosts/name/", ourservices.name_host, name="name_host"),
    path("our-services/<slug:urn>/hosts/<int:pk>/end/", ourservices.end_host, name="end_host"),
    path("cycles/", cycles.index, name="cycles"),
    path("cycles/open/", cycles.open_cycle, name="open_cycle"),
    path("cycles/<slug:label>/", cycles.cycle, name="cycle"),
    path("cycles/<slug:label>/plan/", cycles.plan, name="plan_reviews"),
    path("cycles/<slug:label>/plan/one/", cycles.plan_one, name="plan_one"),
    path("cycles/<slug:label>/start/", cycles.start_due, name="start_due"),
    path("cycles/<slug:label>/reminders/", cycles.reminders, name="cycle_reminders"),
    path("cycles/<slug:label>/clock/", cycles.set_clock, name="set_clock"),
    path("cycles/<slug:label>/close/", cycles.close, name="close_cycle"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/history/", reviews.history, name="review_history"),
    path("reviews/<int:pk>/start/", reviewacts.start, name="start_self_review"),
    path("reviews/<int:pk>/submit/", reviewacts.submit, name="submit_review"),
    path("reviews/<int:pk>/return/", reviewacts.give_back, name="return_review"),
    path("reviews/<int:pk>/postpone/", reviewacts.postpone, name="postpone_review"),
    path("reviews/<int:pk>/cancel/", reviewacts.cancel, name="cancel_review"),
    path("reviews/<int:pk>/extend/<slug:kind>/", reviewacts.extend, name="extend_deadline"),
    path("reviews/<int:pk>/team/", teams.team, name="team"),
    path("reviews/<int:pk>/team/days/", teams.days, name="offer_days"),
    path("reviews/<int:pk>/team/show/", teams.show, name="show_team"),
    path("reviews/<int:pk>/team/agree/", teams.agree, name="agree_to_team"),
    path("reviews/<int:pk>/team/invite/", teams.invite, name="invite_team"),
    path("reviews/<int:pk>/team/confirm/", teams.confirm, name="confirm_team"),
    path("reviews/<int:pk>/team/<int:number>/fill/", teams.fill, name="fill_seat"),
    path("reviews/<int:pk>/team/<int:number>/clear/", teams.clear, name="clear_seat"),
    path("reviews/<int:pk>/team/<int:number>/object/", teams.object_to, name="object_to_seat"),
    path("cycles/<slug:label>/teams/", matching.teams, name="teams"),
    path("cycles/<slug:label>/teams/start/", matching.start, name="start_search"),
    path("cycles/searches/<int:pk>/", matching.search, name="match_run"),
    path("cycles/searches/<int:pk>/cancel/", matching.cancel, name="cancel_search"),
    path("cycles/searches/<int:pk>/<int:review>/", matching.choose, name="choose_team"),
    path("reviewers/", reviewers.directory, name="reviewers"),
    path("reviewers/add/", reviewers.add, name="add_reviewer"),
    path("reviewers/reciprocity/", reviewers.ledger, name="reciprocity"),
    path("reviewers/conflicts/", conflicts.index, name="conflicts"),
    path("reviewers/conflicts/declare/", conflicts.declare, name="declare_for"),
    path("reviewers/conflicts/<int:pk>/", conflicts.conflict, name="conflict"),
    path("reviewers/conflicts/<int:pk>/confirm/", conflicts.confirm, name="confirm_conflict"),
    path("reviewers/conflicts/<int:pk>/dismiss/", conflicts.dismiss, name="dismiss_conflict"),
    path("reviewers/conflicts/<int:pk>/waive/", conflicts.waive, name="waive_conflict"),
    path("reviewers/<int:pk>/", reviewers.reviewer, name="reviewer"),
    path("reviewers/<int:pk>/edit/", reviewers.edit, name="edit_reviewer"),
    path("reviewers/<int:pk>/training/", reviewers.add_training, name="add_training"),
    path("reviewers/<int:pk>/clearance/", reviewers.add_clearance, name="add_clearance"),
    path("reviewing/", reviewing.index, name="reviewing"),
    path("reviewing/profile/", reviewing.profile, name="reviewing_profile"),
    path("reviewing/days/", reviewing.add_days, name="add_days"),
    path("reviewing/days/<int:pk>/take-back/", reviewing.take_days_back, name="take_days_back"),
    path("reviewing/conflicts/declare/", reviewing.declare, name="declare_own"),
    path("reviewing/conflicts/attest/", reviewing.attest, name="attest"),
    path("reviewing/invitations/<int:pk>/", reviewing.asked, name="invitation"),
    path("reviewing/invitations/<int:pk>/accept/", reviewing.accept, name="accept_invitation"),
    path("reviewing/invitations/<int:pk>/decline/", reviewing.decline, name="decline_invitation"),
]
