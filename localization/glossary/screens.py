"""The glossary in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column

from core.admin_lists import RecordViewSet
from core.translated import content_languages
from localization.glossary.models import GlossaryTerm


def _renderings(term: GlossaryTerm) -> str:
    _source, *targets = content_languages()
    return " · ".join(" / ".join(term.forms(code)) for code, _name in targets)


def _forbidden(term: GlossaryTerm) -> str:
    _source, *targets = content_languages()
    return " · ".join(" / ".join(term.forbidden_in(code)) for code, _name in targets)


def _other_forms(term: GlossaryTerm) -> str:
    return " / ".join(term.forms(content_languages()[0][0])[1:])


class GlossaryViewSet(RecordViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    url_prefix: Any = "translation/glossary"
    list_display = [
        "__str__",
        Column("other_forms", label=_("Also"), accessor=_other_forms),
        Column("renderings", label=_("Write"), accessor=_renderings),
        Column("forbidden", label=_("Never"), accessor=_forbidden),
        BooleanColumn("is_obligatory", label=_("Warns")),
        "valid_to",
    ]
    list_filter = ["status", "is_obligatory"]
    list_export = ["code", "name", "variants", "forbidden", "status", "source"]
    list_per_page = 50
