"""Addresses of standards, services, cycles and reviews; those of standards are cited by people and never change."""

from django.urls import path, register_converter

from peerreview.views import (
    control,
    cycles,
    evidence,
    ourservices,
    reviewacts,
    reviews,
    selfassessments,
    serviceregister,
    services,
    standards,
    standards_data,
    youngpeople,
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
    path("reviews/<int:pk>/self-assessment/", selfassessments.workbook, name="workbook"),
    path("reviews/<int:pk>/self-assessment/print/", selfassessments.printed, name="workbook_print"),
    path("reviews/<int:pk>/self-assessment/sections/<code:code>/", selfassessments.section, name="workbook_section"),
    path(
        "reviews/<int:pk>/self-assessment/standards/<code:code>/<slug:voice>/",
        selfassessments.standard,
        name="workbook_standard",
    ),
    path(
        "reviews/<int:pk>/self-assessment/standards/<code:code>/<slug:voice>/earlier/",
        selfassessments.earlier,
        name="workbook_earlier",
    ),
    path("reviews/<int:pk>/self-assessment/young-people/", youngpeople.index, name="young_people"),
    path("reviews/<int:pk>/self-assessment/young-people/write/", youngpeople.write, name="write_words"),
    path("reviews/<int:pk>/self-assessment/young-people/not-heard/", youngpeople.not_heard, name="not_heard"),
    path(
        "reviews/<int:pk>/self-assessment/young-people/<int:n>/withdraw/", youngpeople.withdraw, name="withdraw_words"
    ),
    path("reviews/<int:pk>/evidence/", evidence.library, name="evidence"),
    path("reviews/<int:pk>/evidence/add/", evidence.add, name="add_evidence"),
    path("reviews/<int:pk>/evidence/freeze/", evidence.freeze, name="freeze_portfolio"),
    path("reviews/<int:pk>/evidence/<int:item>/", evidence.item, name="evidence_item"),
    path("reviews/<int:pk>/evidence/<int:item>/revise/", evidence.revise, name="revise_evidence"),
    path("reviews/<int:pk>/evidence/<int:item>/standards/", evidence.link, name="link_evidence"),
    path("reviews/<int:pk>/evidence/<int:item>/remove/", evidence.remove, name="remove_evidence"),
    path("reviews/<int:pk>/evidence/<int:item>/files/<int:n>/", evidence.download, name="download_evidence"),
]
