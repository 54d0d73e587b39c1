"""Who may do what: the roles of the plan (its part IV) as groups, and the way of approval.

Roles belong to posts, not to names: an administrator puts a user into a group and takes the user
out again. ``ensure_roles`` may be run at any time; it adds what is missing and removes nothing that
an administrator granted besides.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

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
    """A group: its rights on pages (in one language, or all), on files, on records."""

    name: str
    pages: tuple[str, ...] = ()
    language: str = ALL_LANGUAGES
    only_below: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    models: tuple[str, ...] = field(default=())


RECORDS = ("locality", "agency", "post", "officer", "topic", "marketplace", "abbreviation", "menu")
# The queue of pages proposed to the national portal.
PROPOSE = ("desk.add_nationalproposal", "desk.view_nationalproposal")
DECIDE = (*PROPOSE, "desk.change_nationalproposal")
# Whoever translates keeps the terms and sends pages to translators outside.
TRANSLATE = tuple(
    f"localization.{act}_{model}"
    for act in ("add", "change", "view") for model in ("glossaryterm", "exchangejob")
)  # fmt: skip
# Whoever writes sees what visitors did not find, and says what else it is called.
SEARCH = (
    *(f"search.{act}_synonymgroup" for act in ("add", "change", "delete", "view")),
    "search.view_missedsearch",
    *(f"wagtailsearchpromotions.{act}_searchpromotion" for act in ("add", "change", "delete")),
)
OFFICE = "Văn phòng"
CHAIRMAN = "Người duyệt"

ROLES = (
    Role("Biên tập viên", WRITE, "vi", files=FILES,
         records=("officer", "post", "marketplace", "abbreviation"), models=(*PROPOSE, *SEARCH)),
    Role("Cộng tác viên", ("add_page",), "vi", only_below=("news.NewsIndexPage",),
         files=CONTRIBUTE_FILES),
    Role(OFFICE, APPROVE[:2], files=FILES,
         records=("agency", "post", "officer", "abbreviation", "menu"),
         models=(*DECIDE, *TRANSLATE, *SEARCH)),
    Role(CHAIRMAN, APPROVE, files=FILES, models=DECIDE),
    Role("Biên dịch, hiệu đính", WRITE, "en", files=CONTRIBUTE_FILES,
         models=("wagtail_localize.submit_translation", *TRANSLATE)),
    Role("Phụ trách báo chí", WRITE, "vi", only_below=("news.NewsIndexPage",), files=FILES),
    Role("Phụ trách truyền thanh", WRITE, "vi", only_below=("news.NewsIndexPage",), files=FILES),
    Role("Phụ trách sản phẩm và doanh nghiệp", WRITE, "vi", files=FILES,
         only_below=("products.ProductIndexPage", "products.BusinessIndexPage"),
         records=("marketplace", "ocopcategory")),
    Role("Người xem báo cáo"),
    Role("Quản trị", (*APPROVE, "bulk_delete_page"), files=FILES,
         records=(*RECORDS, "ocopcategory"),
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
    return _count() - before


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
    for model in role.records:
        app = "products" if model == "ocopcategory" else "core"
        for action in ("add", "change", "view"):
            group.permissions.add(_permission(f"{app}.{action}_{model}"))
    for label in role.models:
        group.permissions.add(_permission(label))


def _grant_pages(group: Group, role: Role) -> None:
    for page in _roots(role):
        for codename in role.pages:
            GroupPagePermission.objects.get_or_create(
                group=group, page=page, permission=_permission(f"wagtailcore.{codename}")
            )


def _roots(role: Role) -> list[Page]:
    pages = Page.objects.filter(depth__gte=2)
    if role.language:
        pages = pages.filter(locale__language_code=role.language)
    if not role.only_below:
        return [home.page_ptr for home in HomePage.objects.filter(pk__in=pages.values("pk"))]
    below = [tuple(label.lower().split(".")) for label in role.only_below]
    return [
        page
        for page in pages.select_related("content_type")
        if (page.content_type.app_label, page.content_type.model) in below
    ]


def _grant_files(group: Group, role: Role) -> None:
    root = Collection.get_first_root_node()
    for label in role.files:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=_permission(label)
        )


def ensure_workflow() -> Workflow:
    """Editor → office → chairman, on the whole site in every language."""
    workflow, _created = Workflow.objects.get_or_create(name="Duyệt bài: văn phòng, rồi chủ tịch")
    steps = (("Văn phòng kiểm tra", OFFICE), ("Chủ tịch duyệt", CHAIRMAN))
    for order, (name, group_name) in enumerate(steps):
        task, made = GroupApprovalTask.objects.get_or_create(name=name)
        if made:
            task.groups.set([Group.objects.get(name=group_name)])
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=task.task_ptr, defaults={"sort_order": order}
        )
    for locale in Locale.objects.all():
        for home in HomePage.objects.filter(locale=locale, depth=2):
            WorkflowPage.objects.update_or_create(
                page=home.page_ptr, defaults={"workflow": workflow}
            )
    return workflow
