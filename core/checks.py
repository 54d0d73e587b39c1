"""`manage.py check` guards the architecture: no page type without kind, template and policy."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import DateField
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.module_loading import import_string
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page

from core.kinds import all_kinds, kind_of
from core.models import BasePage
from core.plausible import Years

# Moments of Wagtail's own models; those of our pages are checked in `BasePage.clean`.
_WAGTAILS_OWN = {"wagtailcore", "wagtailimages", "wagtaildocs"}


def page_types() -> list[type[BasePage]]:
    return [m for m in apps.get_models() if issubclass(m, BasePage) and not m._meta.abstract]


def _own_fields(model: type[BasePage]) -> set[str]:
    inherited = {f.name for f in Page._meta.get_fields()}
    own = {
        f.name
        for f in (*model._meta.fields, *model._meta.many_to_many)
        if f.editable and not getattr(f.remote_field, "parent_link", False)
    }
    children = {r.name for r in get_all_child_relations(model)} - {COMMENTS_RELATION_NAME}
    return (own | children) - inherited


@register()
def dates_have_a_range(**kwargs: Any) -> list[CheckMessage]:
    """Every date that officers enter says of which years it can be (portal.E006)."""
    return [
        Error(f"Date {field.name!r} of any year is taken.", obj=model, id="portal.E006",
              hint="Give it a validator of core.plausible.")
        for model in apps.get_models()
        if hasattr(model, "panels") or hasattr(model, "content_panels")
        for field in model._meta.local_fields
        if isinstance(field, DateField) and field.editable
        and field.model._meta.app_label not in _WAGTAILS_OWN
        and not any(isinstance(validator, Years) for validator in field.validators)
    ]  # fmt: skip


@register()
def page_types_are_complete(**kwargs: Any) -> list[CheckMessage]:
    """Every page type has a kind (portal.E001), a template (E002) and a policy (E003).

    Every kind has the template of a card (E004) and a schema for the catalog (E005).
    """
    errors: list[CheckMessage] = []
    for model in page_types():
        if kind_of(model) is None:
            errors.append(Error("No kind is registered for it.", obj=model, id="portal.E001"))
        try:
            get_template(model.template)
        except TemplateDoesNotExist as missing:
            errors.append(Error(f"Template {missing} is missing.", obj=model, id="portal.E002"))
        policy = {field.field_name for field in model.override_translatable_fields}
        for name in sorted(_own_fields(model) - policy):
            errors.append(
                Error(f"Field {name!r} has no translation policy.", obj=model, id="portal.E003",
                      hint="Add it to override_translatable_fields with translated() or shared().")
            )  # fmt: skip
    for kind in all_kinds():
        try:
            get_template(kind.card_template)
        except TemplateDoesNotExist:
            errors.append(
                Error(f"Card template {kind.card_template} is missing.", obj=kind, id="portal.E004")
            )
        try:
            import_string(kind.schema)
        except ImportError as missing:
            errors.append(
                Error(f"No schema for the catalog: {missing}", obj=kind, id="portal.E005")
            )
    return errors
