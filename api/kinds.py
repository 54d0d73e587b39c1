"""The kinds as the interface names them; which there are is the registry's knowledge."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import FILE, IMAGE, MEDIA_KINDS
from core.kinds import Kind, all_kinds

_MEDIA_LABELS = {IMAGE: _("Picture"), FILE: _("File")}


def codes() -> list[str]:
    """All kinds of items: pages in the order of their registration, then pictures and files."""
    return [*(kind.code for kind in all_kinds()), *MEDIA_KINDS]


def list_name(code: str) -> str:
    """The kind in the plural, as the address of its list: ``business`` gives ``businesses``."""
    if code.endswith("ss"):
        return f"{code}es"
    return code if code.endswith(("s", "y")) else f"{code}s"


def has_list(code: str) -> bool:
    """Whether the kind has a list of its own: all but those which themselves only list."""
    return code in MEDIA_KINDS or not code.endswith("_index")


def page_kind(code: str) -> Kind | None:
    return next((kind for kind in all_kinds() if kind.code == code), None)


def label(code: str) -> str | Promise:
    kind = page_kind(code)
    return kind.label if kind else _MEDIA_LABELS[code]
