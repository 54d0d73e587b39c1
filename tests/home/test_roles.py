"""Who may do what, tried through the admin, and the way of a page from editor to chairman."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from core.models import PortalDocument
from documents.models import DocumentIndexPage, OfficialDocumentPage
from events.models import EventIndexPage, EventPage
from home.roles import ROLES, ensure_roles
from news.models import NewsIndexPage, NewsPage
from products.models import BusinessIndexPage, ProductIndexPage
from tests.factories.core import (
    PASSWORD,
    Portal,
    make_agency,
    make_page,
    make_standard_page,
    make_user,
    translate,
)
from tests.shared_rows import shared_rows

User = get_user_model()
EDITOR, CONTRIBUTOR, OFFICE = "Biên tập viên", "Cộng tác viên", "Văn phòng"
CHAIRMAN, TRANSLATOR, ADMINISTRATOR = "Người duyệt", "Biên dịch, hiệu đính", "Quản trị"
PRESS, RADIO, PRODUCTS = (
    "Phụ trách báo chí", "Phụ trách truyền thanh", "Phụ trách sản phẩm và doanh nghiệp",
)  # fmt: skip
READER, ORIENTATION = "Người xem báo cáo", "Định hướng nội dung"
EVERYBODY = [role.name for role in ROLES]


@shared_rows
def portal(bilingual: Portal) -> Portal:
    """A portal with the sections that roles are limited to, in both languages."""
    for title, model in (
        ("Tin tức", NewsIndexPage),
        ("Sản phẩm", ProductIndexPage),
        ("Doanh nghiệp", BusinessIndexPage),
    ):
        translate(make_page(bilingual.home, title, model), f"{title} en")
    ensure_roles()
    return bilingual


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(f"nguoi-dung-{EVERYBODY.index(role)}", role))
    return client


def may(client: Client, name: str, *args: Any) -> bool:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code in {200, 302, 403}, answer.status_code
    return bool(answer.status_code == 200)


def may_add(client: Client, parent: Page, model: str = "home.standardpage") -> bool:
    return may(client, "wagtailadmin_pages:add", *model.split("."), parent.pk)


def may_edit(client: Client, page: Page) -> bool:
    return may(client, "wagtailadmin_pages:edit", page.pk)


def may_publish(client: Client, page: Page) -> bool:
    data = form_data(page, confirms_publishable="on", **{"action-publish": "1"})
    page.refresh_from_db()
    before = page.last_published_at
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    page.refresh_from_db()
    return page.last_published_at != before


def form_data(page: Page, **values: Any) -> dict[str, Any]:
    data = {"title": page.title, "slug": page.slug, "summary": "", "body": streamfield([])}
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return nested_form_data({**data, **values})


# Making the roles.


def counts() -> tuple[int, ...]:
    return (
        Group.objects.count(), GroupPagePermission.objects.count(), Workflow.objects.count(),
        GroupCollectionPermission.objects.count(), Group.permissions.through.objects.count(),
    )  # fmt: skip


def test_twice_adds_nothing(portal: Portal) -> None:
    before = counts()
    assert ensure_roles() == 0
    assert counts() == before


def test_what_an_administrator_granted_stays(portal: Portal) -> None:
    group = Group.objects.get(name=READER)
    group.permissions.add(Permission.objects.get(codename="view_agency"))
    user = make_user("an", READER)
    ensure_roles()
    assert group.permissions.filter(codename="view_agency").exists()
    assert user.groups.filter(name=READER).exists()


def test_a_new_section_gets_its_rights_the_next_time(bilingual: Portal) -> None:
    ensure_roles()
    index = make_page(bilingual.home, "Tin tức", NewsIndexPage)
    client = signed_in(CONTRIBUTOR)
    assert not may_add(client, index, "news.newspage")
    assert ensure_roles() > 0
    assert may_add(client, index, "news.newspage")


def test_a_portal_without_content_has_roles_too(db: None) -> None:
    ensure_roles()
    assert Group.objects.filter(name=CHAIRMAN).exists()


# Everybody.


@pytest.mark.parametrize("role", EVERYBODY)
def test_everybody_may_enter(portal: Portal, role: str) -> None:
    assert may(signed_in(role), "wagtailadmin_home")


def test_somebody_without_a_role_may_not(portal: Portal) -> None:
    client = Client()
    client.force_login(make_user("khach"))
    assert not may(client, "wagtailadmin_home")
    assert Client().get(reverse("wagtailadmin_home")).status_code == 302


@pytest.mark.parametrize(
    ("role", "vietnamese", "english"),
    [
        (EDITOR, True, False), (CONTRIBUTOR, False, False), (OFFICE, True, True),
        (CHAIRMAN, True, True), (TRANSLATOR, False, True), (PRESS, False, False),
        (RADIO, False, False), (PRODUCTS, False, False), (READER, False, False),
        (ORIENTATION, False, False),
        (ADMINISTRATOR, True, True),
    ],
)  # fmt: skip
def test_pages_at_large(portal: Portal, role: str, vietnamese: bool, english: bool) -> None:
    page = make_standard_page(portal.home)
    version = translate(page, "About")
    client = signed_in(role)
    assert may_edit(client, page) is vietnamese
    assert may_add(client, portal.home) is vietnamese
    assert may_edit(client, version) is english
    assert may_add(client, portal.english) is english


@pytest.mark.parametrize("role", EVERYBODY)
def test_only_who_approves_may_publish(portal: Portal, role: str) -> None:
    page = make_standard_page(portal.home)
    assert may_publish(signed_in(role), page) is (role in {CHAIRMAN, ADMINISTRATOR})


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_may_withdraw_and_delete(portal: Portal, role: str) -> None:
    page = make_standard_page(portal.home)
    client = signed_in(role)
    assert may(client, "wagtailadmin_pages:unpublish", page.pk) is (
        role in {CHAIRMAN, ADMINISTRATOR}
    )
    assert may(client, "wagtailadmin_pages:delete", page.pk) is (role in {CHAIRMAN, ADMINISTRATOR})


@pytest.mark.parametrize(("role", "led"), [(EDITOR, False), (ADMINISTRATOR, True)])
def test_a_chooser_leads_only_to_forms_one_may_use(portal: Portal, role: str, led: bool) -> None:
    """Wagtail 8.0 leads everybody there."""
    agency = make_agency()
    index = make_page(portal.home, "Văn bản", DocumentIndexPage)
    page = make_page(index, "Quyết định", OfficialDocumentPage, kind="directive", issuer=agency)
    html = signed_in(role).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    form = reverse("wagtailsnippets_core_agency:edit", args=[agency.pk])
    assert str(agency) in html
    assert (f'href="{form}"' in html) is led


NEWS, ITEM, FIRM = "news.newspage", "products.productpage", "products.businesspage"


@pytest.mark.parametrize(
    ("role", "news", "products"),
    [
        (CONTRIBUTOR, True, False),
        (PRESS, True, False),
        (RADIO, True, False),
        (PRODUCTS, False, True),
    ],
)
def test_who_is_limited_to_a_section(portal: Portal, role: str, news: bool, products: bool) -> None:
    client = signed_in(role)
    vi = {"locale": portal.vi}
    assert may_add(client, NewsIndexPage.objects.get(**vi), NEWS) is news
    assert may_add(client, ProductIndexPage.objects.get(**vi), ITEM) is products
    assert may_add(client, BusinessIndexPage.objects.get(**vi), FIRM) is products
    assert not may_add(client, NewsIndexPage.objects.get(locale=portal.en), NEWS)


def test_a_contributor_edits_only_what_is_theirs(portal: Portal) -> None:
    index = NewsIndexPage.objects.get(locale=portal.vi)
    user = make_user("cong-tac", CONTRIBUTOR)
    client = Client()
    client.force_login(user)
    fields = {"kind": "brief", "live": False}
    mine = make_page(index, "Của tôi", NewsPage, owner=user, **fields)
    other = make_page(index, "Của người khác", NewsPage, **fields)
    assert may_edit(client, mine)
    assert not may_edit(client, other)
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[mine.pk])).content.decode()
    assert 'name="action-publish"' not in answer
    assert 'name="action-submit"' in answer


# Files and records.


@pytest.mark.parametrize("role", EVERYBODY)
def test_files(portal: Portal, role: str) -> None:
    client = signed_in(role)
    assert may(client, "wagtailimages:add_multiple") is (role not in {READER, ORIENTATION})
    writes = role not in {READER, ORIENTATION, CONTRIBUTOR, TRANSLATOR}
    assert may(client, "wagtaildocs:add_multiple") is writes
    file = SimpleUploadedFile("a.txt", b"noi dung")
    url = reverse("wagtaildocs:add")
    client.post(url, {"title": "Tệp", "file": file, "tags": "", "collection": "1"})
    assert PortalDocument.objects.exists() is writes


@pytest.mark.parametrize("record", ["core_officer", "core_menu", "products_ocopcategory"])
def test_records_are_kept_by_who_may_publish(portal: Portal, record: str) -> None:
    keepers, readers = set(), set()
    for role in EVERYBODY:
        client = signed_in(role)
        keepers |= {role} if may(client, f"wagtailsnippets_{record}:add") else set()
        readers |= {role} if may(client, f"wagtailsnippets_{record}:list") else set()
    assert keepers == {CHAIRMAN, ADMINISTRATOR}
    assert readers >= {EDITOR, OFFICE} | keepers


def test_a_right_on_records_alone_makes_nothing_public(portal: Portal) -> None:
    """As groups had it in earlier releases, or an administrator gives it."""
    agency = make_agency()
    rights = Permission.objects.filter(codename__endswith="_agency", content_type__app_label="core")
    Group.objects.get(name=EDITOR).permissions.add(*rights)
    editor = signed_in(EDITOR)
    url = reverse("wagtailsnippets_core_agency:edit", args=[agency.pk])
    editor.post(url, {"code": agency.code, "name_vi": "Tên khác", "level": "commune"})
    agency.refresh_from_db()
    assert agency.name["vi"] != "Tên khác"
    for name in ("search_synonymgroup", "core_agency"):
        assert not may(editor, f"wagtailsnippets_{name}:add")
    assert not may(editor, "wagtailsearchpromotions:add")


def test_wagtails_own_groups_go_unless_somebody_is_in_them(portal: Portal) -> None:
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert not Workflow.objects.filter(name="Moderators approval").exists()
    member = Group.objects.create(name="Editors")
    make_user("cu", "Editors")
    ensure_roles()
    assert Group.objects.filter(pk=member.pk).exists()


@pytest.mark.parametrize(("role", "slug"), [(PRESS, "bao-chi"), (RADIO, "truyen-thanh")])
def test_press_and_radio_edit_their_own_sections(portal: Portal, role: str, slug: str) -> None:
    own = make_page(portal.home, "Của mình", slug=slug)
    other = make_page(portal.home, "Của người khác", slug="gioi-thieu")
    ensure_roles()
    client = signed_in(role)
    assert may_edit(client, own)
    assert may_add(client, own)
    assert not may_edit(client, other)


def test_who_keeps_products_makes_a_fair_and_edits_no_other_event(portal: Portal) -> None:
    calendar = make_page(portal.home, "Lịch sự kiện", EventIndexPage)
    start = timezone.now()
    user = make_user("san-pham", PRODUCTS)
    ensure_roles()
    client = Client()
    client.force_login(user)
    assert may_add(client, calendar, "events.eventpage")
    fields = {"kind": "fair", "start": start, "live": False}
    assert may_edit(client, make_page(calendar, "Hội chợ", EventPage, owner=user, **fields))
    assert not may_edit(client, make_page(calendar, "Hội làng", EventPage, **fields))


REPORTS = (
    "content_quality", "opinions_report", "missed_searches", "pages_to_review",
    "translations:index", "national_proposals:index",
)  # fmt: skip


def test_the_reader_of_reports_reads_them_all_and_changes_nothing(portal: Portal) -> None:
    page = make_standard_page(portal.home, summary="")
    client = signed_in(READER)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in REPORTS:
        assert may(client, name), name
    assert reverse("content_quality") in home
    assert page.title in client.get(reverse("content_quality")).content.decode()
    assert not may_edit(client, page)


def test_nobody_but_a_superuser_deletes_records(portal: Portal) -> None:
    agency = make_agency()
    for role in EVERYBODY:
        assert not may(signed_in(role), "wagtailsnippets_core_agency:delete", agency.pk)


@pytest.mark.parametrize("role", EVERYBODY)
def test_users_settings_and_redirects_are_the_administrators(portal: Portal, role: str) -> None:
    client = signed_in(role)
    for name, args in (
        ("wagtailusers_users:add", ()), ("wagtailredirects:add", ()),
        ("wagtailsettings:edit", ("core", "portalsettings", portal.site.pk)),
    ):  # fmt: skip
        assert may(client, name, *args) is (role == ADMINISTRATOR), name


def user_data(**values: Any) -> dict[str, Any]:
    return {"username": "moi", "email": "moi@example.org", "first_name": "A", "last_name": "B",
            "password1": "mot-mat-khau-rat-dai", "password2": "mot-mat-khau-rat-dai",
            "is_active": "on", **values}  # fmt: skip


def test_an_administrator_makes_users_but_no_superuser(portal: Portal) -> None:
    client, url = signed_in(ADMINISTRATOR), reverse("wagtailusers_users:add")
    client.post(url, user_data(is_superuser="on"))
    assert not User.objects.filter(username="moi").exists()
    editors = Group.objects.get(name=EDITOR)
    assert client.post(url, user_data(groups=editors.pk)).status_code == 302
    user = User.objects.get(username="moi")
    assert not user.is_superuser
    assert list(user.groups.all()) == [editors]
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    client.post(url, user_data(is_superuser="on"))
    user.refresh_from_db()
    assert not user.is_superuser


def test_an_administrator_does_not_take_over_a_superuser(portal: Portal) -> None:
    boss = make_user("boss", is_superuser=True)
    client = signed_in(ADMINISTRATOR)
    url = reverse("wagtailusers_users:edit", args=[boss.pk])
    assert client.get(url).status_code == 302
    client.post(url, user_data(username="boss"))
    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)
    chief = Client()
    chief.force_login(boss)
    assert chief.get(url).status_code == 200
    assert chief.post(reverse("wagtailusers_users:add"), user_data(is_superuser="on")).url
    assert User.objects.get(username="moi").is_superuser


@pytest.mark.parametrize("role", EVERYBODY)
def test_only_translators_and_the_administrator_submit_for_translation(
    portal: Portal, role: str
) -> None:
    page = make_standard_page(portal.home)
    client = signed_in(role)
    assert may(client, "wagtail_localize:submit_page_translation", page.pk) is (role == TRANSLATOR)
