"""The OCOP list in the admin."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from products.models import OcopCategory


class OcopCategoryViewSet(SnippetViewSet):
    model = OcopCategory
    icon = "list-ol"
    list_display = ["code", "name", "level", "parent", "scheme"]
    list_filter = ["level", "scheme"]


register_snippet(OcopCategoryViewSet)
