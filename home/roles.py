"""Who may do what: the roles of the plan (its part IV) as groups, and the way of approval.

Roles belong to posts, not to names: an administrator puts a user into a group and takes the user
out again. ``ensure_roles`` may be run at any time; it adds what is missing and removes nothing that
an administrator granted besides.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db.models import F, QuerySet
from wagtail.models import (
    AbstractGroupApprovalTask,
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from core.models import OrientationTask
from home.models import HomePage

WRITE = ("add_page", "change_page")
APPROVE = (*WRITE, "publish_page", "lock_page", "unlock_page")
# Wagtail asks for the rights on its own image and document models, whichever models are used.
FILES = (
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
CONTRIBUTE_FILES = (
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.choose_document",
)
ALL_LANGUAGES = ""


@dataclass(frozen=True)
class Role:
    """A group: its rights on pages (in one language, or all), on files, on records.

    ``only_below`` types of pages, and ``sections`` of these addresses below the home page: there it
    has its rights on pages, else everywhere. ``adds_below``: there it only adds, and edits its own.
    It keeps ``records`` and reads what it ``sees``.
    """

    name: str
    pages: tuple[str, ...] = ()
    language: str = ALL_LANGUAGES
    only_below: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    adds_below: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    sees: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


# Records are public as soon as they are saved: who keeps them may publish (`core.public_use`).
RECORDS = (
    "core.locality", "core.agency", "core.post", "core.officer", "core.topic",
    "core.marketplace", "core.abbreviation", "core.menu", "products.ocopcategory",
)  # fmt: skip
# The queue of pages proposed to the national portal.
PROPOSE = ("desk.add_nationalproposal", "desk.view_nationalproposal")
DECIDE = (*PROPOSE, "desk.change_nationalproposal")
# Whoever translates keeps the terms and sends pages to translators outside.
TRANSLATE = tuple(
    f"localization.{act}_{model}"
    for act in ("add", "change", "view") for model in ("glossaryterm", "exchangejob")
)  # fmt: skip
# Whoever writes sees what visitors did not find; what it is also called, everybody finds at once.
MISSED = "search.view_missedsearch"
SEARCH = (
    MISSED,
    *(f"search.{act}_synonymgroup" for act in ("add", "change", "delete", "view")),
    *(f"wagtailsearchpromotions.{act}_searchpromotion" for act in ("add", "change", "delete")),
)
OFFICE = "Văn phòng"
ORIENTATION = "Định hướng nội dung"
CHAIRMAN = "Người duyệt"
# The way of approval, in this order; groups stand for whoever holds the posts.
STEPS: tuple[tuple[type[AbstractGroupApprovalTask], str, str], ...] = (
    (GroupApprovalTask, "Văn phòng kiểm tra", OFFICE),
    (OrientationTask, "Tuyên giáo định hướng", ORIENTATION),
    (GroupApprovalTask, "Chủ tịch duyệt", CHAIRMAN),
)
# Groups that Wagtail makes; nobody in this portal is an editor of everything in all languages.
STOCK_GROUPS = ("Editors", "Moderators")
STOCK_WORKFLOW = "Moderators approval"

ROLES = (
    Role("Biên tập viên", WRITE, "vi", files=FILES, sees=RECORDS, models=(*PROPOSE, MISSED)),
    Role("Cộng tác viên", ("add_page",), "vi", only_below=("news.NewsIndexPage",),
         files=CONTRIBUTE_FILES),
    Role(OFFICE, WRITE, files=FILES, sees=RECORDS, models=(*DECIDE, *TRANSLATE, MISSED)),
    Role(ORIENTATION),
    Role(CHAIRMAN, APPROVE, files=FILES, records=RECORDS, models=(*DECIDE, *SEARCH)),
    Role("Biên dịch, hiệu đính", WRITE, "en", files=CONTRIBUTE_FILES,
         models=("wagtail_localize.submit_translation", *TRANSLATE)),
    Role("Phụ trách báo chí", WRITE, "vi", only_below=("news.NewsIndexPage",),
         sections=("bao-chi",), files=FILES),
    Role("Phụ trách truyền thanh", WRITE, "vi", only_below=("news.NewsIndexPage",),
         sections=("truyen-thanh",), files=FILES),
    Role("Phụ trách sản phẩm và doanh nghiệp", WRITE, "vi", files=FILES,
         only_below=("products.ProductIndexPage", "products.BusinessIndexPage"),
         adds_below=("events.EventIndexPage",),
         sees=("core.marketplace", "products.ocopcategory")),
    Role("Người xem báo cáo",
         models=("core.view_reports", "desk.view_nationalproposal", MISSED)),
    Role("Quản trị", (*APPROVE, "bulk_delete_page"), files=FILES, records=RECORDS,
         models=(*DECIDE, *TRANSLATE, *SEARCH, "localization.delete_glossaryterm",
                 "localization.change_treestate", "core.view_setaside",
                 "core.change_portalsettings", "auth.add_user", "auth.change_user",
                 "wagtailredirects.add_redirect", "wagtailredirects.change_redirect",
                 "wagtailredirects.delete_redirect", "api.add_webhookendpoint",
                 "api.change_webhookendpoint", "api.delete_webhookendpoint",
                 "api.view_webhookendpoint", "api.view_webhookdelivery")),
)  # fmt: skip


def ensure_roles() -> int:
    """Make every group with its rights and the workflow; returns how many rights were added."""
    before = _count()
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.name)
        _grant_models(group, role)
        _grant_pages(group, role)
        _grant_files(group, role)
    ensure_workflow()
    _drop_stock_groups()
    return _count() - before


def _drop_stock_groups() -> None:
    """Wagtail's own groups could edit or publish past the way of approval; members keep theirs."""
    Group.objects.filter(name__in=STOCK_GROUPS, user=None).delete()
    stock = Workflow.objects.filter(name=STOCK_WORKFLOW, workflow_states=None)
    Task.objects.filter(workflow_tasks__workflow__in=stock, task_states=None).delete()
    stock.delete()


def _count() -> int:
    return (
        Group.permissions.through.objects.count()
        + GroupPagePermission.objects.count()
        + GroupCollectionPermission.objects.count()
    )


def _permission(label: str) -> Permission:
    app, codename = label.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _grant_models(group: Group, role: Role) -> None:
    group.permissions.add(_permission("wagtailadmin.access_admin"))
    for label in (*role.records, *role.sees):
        app, model = label.split(".")
        for action in ("add", "change", "view") if label in role.records else ("view",):
            group.permissions.add(_permission(f"{app}.{action}_{model}"))
    for label in role.models:
        group.permissions.add(_permission(label))


def _grant_pages(group: Group, role: Role) -> None:
    _grant_on(group, _roots(role), role.pages)
    _grant_on(group, _of_types(_pages(role), role.adds_below), ("add_page",))


def _grant_on(group: Group, pages: Iterable[Page], codenames: Iterable[str]) -> None:
    rights = [_permission(f"wagtailcore.{codename}") for codename in codenames]
    for page in pages:
        for right in rights:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=right)


def _pages(role: Role) -> QuerySet[Page]:
    pages = Page.objects.filter(depth__gte=2)
    return pages.filter(locale__language_code=role.language) if role.language else pages


def _roots(role: Role) -> list[Page]:
    pages = _pages(role)
    if not role.only_below:
        return [home.page_ptr for home in HomePage.objects.filter(pk__in=pages.values("pk"))]
    sections = pages.filter(depth=3, slug__in=role.sections)
    return [*_of_types(pages, role.only_below), *sections]


def _of_types(pages: QuerySet[Page], labels: tuple[str, ...]) -> list[Page]:
    wanted = {tuple(label.lower().split(".")) for label in labels}
    return [
        page
        for page in (pages.select_related("content_type") if labels else ())
        if (page.content_type.app_label, page.content_type.model) in wanted
    ]


def _grant_files(group: Group, role: Role) -> None:
    root = Collection.get_first_root_node()
    for label in role.files:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=_permission(label)
        )


def ensure_workflow() -> Workflow:
    """Editor → office → orientation of sensitive topics → chairman, on the site in every language.

    Steps that an administrator added or moved stay where they are.
    """
    workflow, _created = Workflow.objects.get_or_create(name="Duyệt bài: văn phòng, rồi chủ tịch")
    for order, (model, name, group_name) in enumerate(STEPS):
        task, made = model.objects.get_or_create(name=name)
        if made:
            task.groups.set([Group.objects.get(name=group_name)])
        _add_step(workflow, task, order)
    for locale in Locale.objects.all():
        for home in HomePage.objects.filter(locale=locale, depth=2):
            WorkflowPage.objects.update_or_create(
                page=home.page_ptr, defaults={"workflow": workflow}
            )
    return workflow


def _add_step(workflow: Workflow, task: AbstractGroupApprovalTask, order: int) -> None:
    """Where it is missing: a release may bring a step that comes before one that is there."""
    steps = WorkflowTask.objects.filter(workflow=workflow)
    if steps.filter(task=task.task_ptr).exists():
        return
    if steps.filter(sort_order=order).exists():
        steps.filter(sort_order__gte=order).update(sort_order=F("sort_order") + 1)
    steps.create(workflow=workflow, task=task.task_ptr, sort_order=order)
