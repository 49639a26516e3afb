"""The tree of pages every portal begins with. Safe to repeat: what editors changed since is theirs and stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowTask,
)
from wagtail.models import WorkflowPage as WorkflowPageLink

from content.enums import ChangeKind
from content.models import ConsensusGateTask, GuidanceIndexPage, GuidancePage, HomePage, InformationPage
from content.publishing import publish_page
from content.texts import body_of, shipped
from portal.people.models.periods import day_of

if TYPE_CHECKING:
    from portal.people.models import User

EDITORS = "Editors"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
LIBRARY_RIGHTS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")
LEAD = _(
    "The place where a cooperative of children’s homes, schools and fostering services decides together, "
    "and helps each other to get better."
)
ABOUT = _(
    "Each region has a board. Local authorities, directors, providers, staff and young people hold its seats, and it "
    "decides by consensus, never by majority. Services visit each other as peers, against standards that anybody can "
    "read. What is decided is published here, with the reasons and with every earlier version."
)


@transaction.atomic
def ensure_pages(
    *, at: datetime, by: "User | None" = None, texts: "Sequence[dict[str, Any]] | None" = None
) -> HomePage:
    """Make the home page at ``/``, the list of guidance, and what is missing of ``texts`` (or of those shipped)."""
    home = _home(by)
    index = _index(home, by)
    for text in shipped() if texts is None else texts:
        kind, parent = (GuidancePage, index) if text["kind"] == "guidance" else (InformationPage, home)
        if not parent.get_children().filter(slug=text["slug"]).exists():
            _publish_text(kind, parent, text, by=by, at=at)
    ensure_editors(home)
    ensure_workflow(index)
    return home


def ensure_editors(home: HomePage) -> Group:
    """Give the group that follows the editors' role its rights over pages, pictures and documents."""
    group, _made = Group.objects.get_or_create(name=EDITORS)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS):
        GroupPagePermission.objects.get_or_create(group=group, page=Page.objects.get(pk=home.pk), permission=permission)
    root = Collection.get_first_root_node()
    library = ("wagtailimages", "wagtaildocs")
    for permission in Permission.objects.filter(content_type__app_label__in=library, codename__in=LIBRARY_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    return group


def ensure_workflow(index: GuidanceIndexPage) -> Workflow:
    """Put the consensus gate before guidance: one step, approved by an editor who did not write the text."""
    name = _("Guidance, approved by somebody else")
    workflow = Workflow.objects.filter(workflow_tasks__task__content_type__app_label="content").first()
    if workflow is None:
        task = ConsensusGateTask.objects.create(name=_("Consensus gate"))
        task.groups.add(Group.objects.get(name=EDITORS))
        workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPageLink.objects.get_or_create(page=Page.objects.get(pk=index.pk), defaults={"workflow": workflow})
    return workflow


def _home(by: "User | None") -> HomePage:
    home: HomePage | None = HomePage.objects.first()
    if home is not None:
        return home
    root = Page.get_first_root_node()
    site = Site.objects.filter(is_default_site=True).first()
    # Wagtail's own welcome page: the site is moved to ours and the empty one goes.
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    home = HomePage(title="Hearth", slug="hearth" if welcome else "home", lead=LEAD, about=ABOUT, live=False)
    root.add_child(instance=home)
    _publish_plain(home, by)
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Hearth")
    else:
        site.root_page, site.site_name = home, "Hearth"
        site.save()
    if welcome is not None and not welcome.get_children().exists():
        welcome.delete()
    made: HomePage = HomePage.objects.get(pk=home.pk)
    return made


def _index(home: HomePage, by: "User | None") -> GuidanceIndexPage:
    index = GuidanceIndexPage.objects.first()
    if index is None:
        index = GuidanceIndexPage(
            title=_("Guidance"),
            slug="guidance",
            introduction=_("How we do things, and why. Every version that was ever published can be read and cited."),
            live=False,
        )
        home.add_child(instance=index)
        _publish_plain(index, by)
    made: GuidanceIndexPage = GuidanceIndexPage.objects.get(pk=index.pk)
    return made


def _publish_plain(page: Page, by: "User | None") -> None:
    page.save_revision(user=by, log_action=True).publish(user=by)


def _publish_text(kind: Any, parent: Page, text: dict[str, Any], *, by: "User | None", at: datetime) -> None:
    page = kind(
        title=text["title"],
        slug=text["slug"],
        summary=text["summary"],
        body=kind._meta.get_field("body").stream_block.to_python(body_of(text)),
        review_on=day_of(at) + relativedelta(months=int(text["review_in_months"])),
        live=False,
        owner=by,
    )
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    publish_page(page=page, note=text["change_note"], by=by, at=at, kind=ChangeKind.MAJOR)
