"""Which fields of a model a package may give, found by introspection."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations
from taggit.managers import TaggableManager
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, Site, TranslatableMixin
from wagtail_localize.fields import TranslatableField, get_translatable_fields

_OF_PAGE = {"title", "slug", "seo_title", "search_description", "show_in_menus"}
_OF_FILE = {
    "file", "width", "height", "file_size", "file_hash", "collection", "uploaded_by_user",
    "description", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
}  # fmt: skip


def content_fields(model: Any) -> dict[str, Any]:
    """The content fields and child relations of a model by name, in the model's order."""
    return _content_fields(model)


@cache
def _content_fields(model: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in model._meta.get_fields():
        if _is_content(field, model):
            fields[field.name] = field
    if issubclass(model, ClusterableModel):
        for relation in get_all_child_relations(model):
            if relation.related_model._meta.app_label != "wagtailcore":
                fields[relation.get_accessor_name()] = relation
    return fields


def _is_content(field: Any, model: type[models.Model]) -> bool:
    if field.auto_created or not getattr(field, "editable", False):
        return False
    if isinstance(field, TaggableManager | models.AutoField) or not isinstance(field, models.Field):
        return False
    if issubclass(model, Page) and field.name in {f.name for f in Page._meta.get_fields()}:
        return field.name in _OF_PAGE
    if issubclass(model, get_image_model() | get_document_model()) and field.name in _OF_FILE:
        return False
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        # A parental key is filled by the relation; a site or a language is not content.
        return target_kind(field.related_model) != "" and not _is_parental(field)
    return True


def _is_parental(field: Any) -> bool:
    return type(field).__name__ == "ParentalKey"


def target_kind(model: Any) -> str:
    """How a package names an object of this model: page, image, document or record."""
    if issubclass(model, Page):
        return "page"
    if issubclass(model, get_image_model()):
        return "image"
    if issubclass(model, get_document_model()):
        return "document"
    if issubclass(model, Site | Collection | TranslatableMixin):
        return ""
    names = {field.name for field in model._meta.get_fields()}
    return "record" if "code" in names else ""


def translated_names(model: Any) -> tuple[str, ...]:
    """Names of the fields whose text goes through segments."""
    return _translated_names(model)


@cache
def _translated_names(model: Any) -> tuple[str, ...]:
    known = content_fields(model)
    fields = [f for f in get_translatable_fields(model) if isinstance(f, TranslatableField)]
    return tuple(f.field_name for f in fields if f.field_name in known)


def body_field(model: Any) -> str | None:
    """The stream that the Markdown below the front matter fills."""
    return _body_field(model)


@cache
def _body_field(model: Any) -> str | None:
    field = content_fields(model).get("body")
    return "body" if isinstance(field, StreamField) else None


@cache
def record_models() -> dict[str, type[models.Model]]:
    """Models of records by the name of their CSV file: every model with a unique ``code``."""
    found: dict[str, type[models.Model]] = {}
    for model in apps.get_models():
        field = next((f for f in model._meta.fields if f.name == "code"), None)
        if field is not None and field.unique and not issubclass(model, Page):
            found[_plural(model.__name__)] = model
    return found


def _plural(name: str) -> str:
    words = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    return words[:-1] + "ies" if words.endswith("y") else words + "s"


def label(model: Any) -> str:
    return f"{model._meta.app_label}.{model.__name__}"
