"""The officers' guide in the admin: the chapters of docs/huong-dan as they are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from markdown_it.token import Token
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

FOLDER = Path(settings.BASE_DIR) / "docs/huong-dan"
CONTENTS = "README"
_markdown = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Chapter:
    """``html``: its text without the heading; links lead to the chapters in the admin."""

    title: str
    html: SafeString


def chapter(name: str) -> Chapter:
    """Http404 when the guide has no such chapter."""
    file = FOLDER / f"{name}.md"
    if file.parent != FOLDER or not file.is_file():
        raise Http404
    tokens = _markdown.parse(file.read_text(encoding="utf-8"))
    title = tokens[1].content
    body = tokens[3:]  # After the three tokens of the heading.
    for token in body:
        for child in token.children or []:
            _point_into_the_admin(child)
    html = _markdown.renderer.render(body, _markdown.options, {})
    return Chapter(title, mark_safe(html))  # Our own files.


def _point_into_the_admin(token: Token) -> None:
    link = str(token.attrs.get("href", ""))
    if link.endswith(".md") and "/" not in link:
        name = link.removesuffix(".md")
        token.attrs["href"] = reverse("guide", args=[] if name == CONTENTS else [name])
    picture = str(token.attrs.get("src", ""))
    if picture.startswith("anh/"):
        token.attrs["src"] = reverse("guide_picture", args=[picture.removeprefix("anh/")])
        token.attrs["loading"] = "lazy"


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/guide.html"
    header_icon = "help"
    page_title = _("Guide for officers")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse("guide"), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.kwargs.get("name", CONTENTS)
        return super().get_context_data(
            chapter=chapter(name), is_contents=name == CONTENTS, **kwargs
        )


def picture(request: HttpRequest, name: str) -> FileResponse:
    """A screenshot of the guide; Http404 for anything else."""
    file = FOLDER / "anh" / name
    if file.parent != FOLDER / "anh" or file.suffix != ".jpg" or not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response


def urlpatterns() -> list[URLPattern]:
    return [
        path("huong-dan/", GuideView.as_view(), name="guide"),
        path("huong-dan/<slug:name>/", GuideView.as_view(), name="guide"),
        path("huong-dan/anh/<str:name>", picture, name="guide_picture"),
    ]
