"""Addresses of standards and services; those of standards are cited by people and never change."""

from django.urls import path, register_converter

from peerreview.views import (
    serviceregister,
    services,
    standards,
    standards_changes,
    standards_data,
    standards_import,
    standards_manage,
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
    path("standards/manage/", standards_manage.manage, name="manage_standards"),
    path("standards/manage/imports/<int:pk>/", standards_import.look, name="standards_import"),
    path("standards/manage/imports/<int:pk>/drop/", standards_import.drop, name="drop_standards_import"),
    path("standards/manage/<slug:set_code>/import/", standards_import.send, name="import_standards"),
    path("standards/manage/<slug:set_code>/template.<slug:kind>", standards_import.template, name="standards_template"),
    path("standards/manage/<slug:set_code>/<int:number>/", standards_manage.review, name="review_edition"),
    path("standards/manage/<slug:set_code>/<int:number>/publish/", standards_manage.publish, name="publish_edition"),
    path("standards/manage/<slug:set_code>/<int:number>/consult/", standards_manage.consult, name="consult_edition"),
    path("standards/manage/<slug:set_code>/<int:number>/withdraw/", standards_manage.withdraw, name="withdraw_edition"),
    path("standards/<slug:set_code>/", standards.current, name="standard_set"),
    path("standards/<slug:set_code>/<int:number>.json", standards_data.as_json, name="edition_json"),
    path("standards/<slug:set_code>/<int:number>.csv", standards_data.as_csv, name="edition_csv"),
    path("standards/<slug:set_code>/<int:number>.xlsx", standards_data.as_xlsx, name="edition_xlsx"),
    path("standards/<slug:set_code>/<int:number>.docx", standards_data.as_docx, name="edition_docx"),
    path("standards/<slug:set_code>/<int:number>/changes/", standards_changes.changes, name="edition_changes"),
    path("standards/<slug:set_code>/<int:number>/plain/", standards_changes.plain, name="edition_plain"),
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
    path("services/<slug:slug>/", services.service, name="service"),
]
