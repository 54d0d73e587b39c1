"""What tests of several rooms need: a bilingual site, pages, pictures, files, users."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Locale, Page, Site
from wagtail.users.models import UserProfile

from core.drawing import draw
from core.models import Agency, PortalDocument, PortalImage, Topic
from core.vietnamese.slugs import vn_slugify
from home.models import HomePage, SectionPage, StandardPage

PASSWORD = "mot-mat-khau-dai"


@dataclass(frozen=True)
class Portal:
    """A site with a Vietnamese home page and its published English translation."""

    site: Site
    home: HomePage
    english: HomePage
    vi: Locale
    en: Locale


def make_portal() -> Portal:
    """Replaces the page that Wagtail's own migration makes."""
    vi = Locale.objects.get(language_code="vi")
    en, _ = Locale.objects.get_or_create(language_code="en")
    Page.objects.filter(depth=2).first().delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Trang chủ", slug="trang-chu", locale=vi))
    home.save_revision().publish()
    site, _ = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": "Cổng"},
    )
    english = translate(home, "Home")
    pages = HomePage.objects.in_bulk([home.pk, english.pk])
    return Portal(site, pages[home.pk], pages[english.pk], vi, en)


def make_page(
    parent: Page, title: str, model: type[Page] = StandardPage, live: bool = True, **fields: Any
) -> Any:
    """A page below ``parent``, in its language; published unless ``live=False``."""
    fields.setdefault("slug", vn_slugify(title))
    many = {name: fields.pop(name) for name in ("topics",) if name in fields}
    page = model(title=title, live=live, locale=parent.locale, **fields)
    parent.add_child(instance=page)
    for name, values in many.items():
        setattr(page, name, values)
    revision = page.save_revision()
    if live:
        revision.publish()
    return model.objects.get(pk=page.pk)


def make_standard_page(parent: Page, title: str = "Giới thiệu", **fields: Any) -> StandardPage:
    return make_page(parent, title, StandardPage, **fields)


def make_section(parent: Page, title: str = "Biển đảo", **fields: Any) -> SectionPage:
    return make_page(parent, title, SectionPage, **fields)


def translate(page: Page, title: str, live: bool = True, **fields: Any) -> Any:
    """The English version of a page, itself translated (no stand-in)."""
    english = Locale.objects.get(language_code="en")
    there = page.get_translation_or_none(english)  # A stand-in, where trees follow changes.
    there = there.specific if there else page.copy_for_translation(english, copy_parents=True)
    there.alias_of = None
    fields = {"title": title, "slug": vn_slugify(title), **fields}
    for name, value in fields.items():
        setattr(there, name, value)
    revision = there.save_revision()
    if live:
        revision.publish()
    return type(page).objects.get(pk=there.pk)


def make_stand_in(page: Page) -> Any:
    """The alias that stands in the English tree for a page nobody has translated."""
    english = Locale.objects.get(language_code="en")
    return page.copy_for_translation(english, copy_parents=True, alias=True)


def picture_bytes(
    image_format: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **save: Any
) -> bytes:
    """A picture of a green left and a red right half."""
    picture = Image.new("RGB", size, (30, 160, 60))
    picture.paste((200, 40, 30), (size[0] // 2, 0, size[0], size[1]))
    out = BytesIO()
    picture.convert(mode).save(out, format=image_format, **save)
    return out.getvalue()


def make_image(
    title: str = "Vườn vải", alt: Any = None, drawn: bool = True, **fields: Any
) -> PortalImage:
    """A stored picture; with alternative text in both languages unless ``alt`` says otherwise.

    ``drawn``: in what pages show, as every picture is soon after its upload.
    """
    texts = {"vi": f"{title} nhìn từ trên cao", "en": "Seen from above"} if alt is None else alt
    file = ImageFile(BytesIO(picture_bytes()), name=f"{vn_slugify(title)}.png")
    image = PortalImage.objects.create(title=title, file=file, alt=texts, **fields)
    if drawn:
        draw(image, ("card", "figure", "portrait"))
    return image


def make_document(
    title: str = "Kế hoạch", content: bytes = b"Noi dung\n", name: str = "ke-hoach.txt"
) -> PortalDocument:
    return PortalDocument.objects.create(title=title, file=ContentFile(content, name=name))


def make_topic(code: str = "T01", name: str = "Biển đảo", **fields: Any) -> Topic:
    return Topic.objects.create(code=code, name={"vi": name, "en": f"{name} (en)"}, **fields)


def make_agency(code: str = "ubnd", name: str = "Ủy ban nhân dân xã", **fields: Any) -> Agency:
    fields.setdefault("level", "commune")
    return Agency.objects.create(code=code, name={"vi": name, "en": "People's Committee"}, **fields)


def make_user(username: str, *roles: str, is_superuser: bool = False, language: str = "vi") -> Any:
    """A user in the groups of these roles (``home.roles.ensure_roles`` must have run)."""
    user = get_user_model().objects.create_user(
        username, f"{username}@example.org", PASSWORD, is_superuser=is_superuser
    )
    user.groups.set([Group.objects.get(name=role) for role in roles])
    UserProfile.objects.create(user=user, preferred_language=language)
    return user
