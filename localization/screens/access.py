"""What a user may do in the page trees, looked up once for a whole screen."""

from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.reports import sees_reports
from localization.models import TranslationState

EDITING = ("change_page", "publish_page", "lock_page")


class Access:
    """Rights follow the tree, every language has a tree of its own: so they follow languages."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.is_everything = bool(user.is_active and user.is_superuser)

    @cached_property
    def _grants(self) -> list[tuple[str, str, int]]:
        """``(path, codename, locale id)`` of the pages that rights were given on."""
        found = PagePermissionPolicy().get_cached_permissions_for_user(self.user)
        return [
            (grant.page.path, grant.permission.codename, grant.page.locale_id) for grant in found
        ]

    def may(self, codename: str, page: Page | None) -> bool:
        """Whether the user has this right (``change_page``, ``publish_page``) on the page."""
        if page is None or self.is_everything:
            return page is not None
        given = {name for path, name, _locale in self._grants if page.path.startswith(path)}
        is_own = "add_page" in given and page.owner_id == self.user.pk
        return codename in given or (codename == "change_page" and is_own)

    def may_begin(self, state: TranslationState) -> bool:
        """Whether the user may open this page for translation into this language."""
        if not self.user.has_perm("wagtail_localize.submit_translation"):
            return False
        if state.page is not None:
            return self.may("change_page", state.page)
        return self.is_everything or state.locale_id in self._whole_languages

    @cached_property
    def _whole_languages(self) -> set[int]:
        """Those in which the user may edit everything, from the home page down."""
        return {
            locale
            for path, name, locale in self._grants
            if name == "change_page" and len(path) <= 2 * Page.steplen
        }

    def visible(self, states: QuerySet[TranslationState]) -> QuerySet[TranslationState]:
        """States of pages that the user edits in either language, or all for a report."""
        if self.is_everything or sees_reports(self.user):
            return states
        where = Q(pk__in=[])
        for path, name, _locale in self._grants:
            if name in EDITING:
                where |= Q(source__path__startswith=path) | Q(page__path__startswith=path)
            elif name == "add_page":
                own = Q(source__path__startswith=path) | Q(page__path__startswith=path)
                where |= own & Q(source__owner=self.user)
        if self._whole_languages:
            where |= Q(page__isnull=True, locale__in=self._whole_languages)
        return states.filter(where)
