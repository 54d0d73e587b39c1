"""Unpublishing and deleting in the admin: the officer says what becomes of the translations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import Page

from localization.trees import standins
from localization.trees.models import Fate
from localization.trees.withdrawal import deciding, translations_of

QUESTION = gettext_lazy("What becomes of the translations?")
_ON_UNPUBLISHING = [fate for fate in Fate if fate != Fate.DELETE]


def affected(pages: Iterable[Page]) -> list[Page]:
    """Public translations of these pages and of all below them."""
    below = Q(pk__in=())
    for page in pages:
        below |= Q(path__startswith=page.path)
    return list(translations_of(Page.objects.filter(below)).filter(live=True))


def fate_in(data: Any) -> Fate:
    chosen = data.get("translations", "")
    return Fate(chosen) if chosen in Fate.values else Fate.WITHDRAW


def tell(request: HttpRequest, before: list[Page]) -> None:
    """What became of the translations that were public before."""
    now = {page.pk: page for page in Page.objects.filter(pk__in=[page.pk for page in before])}
    deleted = [page.title for page in before if page.pk not in now]
    withdrawn = [page.title for page in before if page.pk in now and not now[page.pk].live]
    if withdrawn:
        messages.info(request, _("Withdrawn as well: %(titles)s.") % _titles(withdrawn))
    if deleted:
        messages.info(request, _("Deleted as well: %(titles)s.") % _titles(deleted))


def _titles(titles: list[str]) -> dict[str, str]:
    shown = [f"“{title}”" for title in titles[:10]]
    return {"titles": ", ".join([*shown, "…"] if len(titles) > len(shown) else shown)}


def delete_translations(pages: list[Page], user: Any) -> None:
    """Those that the user may delete; from below, and without what belongs to other originals."""
    for page in sorted(pages, key=lambda page: page.depth, reverse=True):
        there = Page.objects.filter(pk=page.pk).first()
        if there and there.permissions_for_user(user).can_delete():
            standins.take_out(there, user=user)


class AskingUnpublishView(UnpublishView):
    template_name = "localization/trees/confirm_unpublish.html"

    @cached_property
    def translations(self) -> list[Page]:
        return affected([self.object])

    def unpublish(self) -> HttpResponse | None:
        before = self.translations
        with deciding(fate_in(self.request.POST)):
            response: HttpResponse | None = super().unpublish()
        tell(self.request, before)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fates = [(fate.value, fate.label) for fate in _ON_UNPUBLISHING]
        return super().get_context_data(**kwargs) | {
            "translations": self.translations,
            "fates": fates,
        }


class AskingDeleteView(DeleteView):
    template_name = "localization/trees/confirm_delete.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before, fate = affected([self.page]), fate_in(request.POST)
        drafts = list(translations_of(self.page.get_descendants(inclusive=True)))
        with deciding(fate):
            response: HttpResponse = super().post(request, *args, **kwargs)
        if not Page.objects.filter(pk=self.page.pk).exists():
            if fate == Fate.DELETE:
                delete_translations(drafts, request.user)
            tell(request, before)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "translations": list(translations_of(self.page.get_descendants(inclusive=True))),
            "fates": Fate.choices,
        }


class UnpublishForm(DefaultPageForm):
    translations = forms.ChoiceField(
        label=QUESTION,
        choices=[(fate.value, fate.label) for fate in _ON_UNPUBLISHING],
        initial=Fate.WITHDRAW,
        widget=forms.RadioSelect,
        required=False,
    )


class DeleteForm(forms.Form):
    translations = forms.ChoiceField(
        label=QUESTION,
        choices=Fate.choices,
        initial=Fate.WITHDRAW,
        widget=forms.RadioSelect,
        required=False,
    )


class AskingUnpublishBulkAction(UnpublishBulkAction):
    form_class = UnpublishForm
    template_name = "localization/trees/confirm_bulk_unpublish.html"

    def get_execution_context(self) -> dict[str, Any]:
        fate = fate_in(self.cleaned_form.cleaned_data)
        return super().get_execution_context() | {"fate": fate, "request": self.request}

    @classmethod
    def execute_action(cls, objects: Any, **context: Any) -> tuple[int, int]:
        request, before = context.pop("request"), affected(objects)
        with deciding(context.pop("fate")):
            done: tuple[int, int] = super().execute_action(objects, **context)
        tell(request, before)
        return done


class AskingDeleteBulkAction(DeleteBulkAction):
    form_class = DeleteForm
    template_name = "localization/trees/confirm_bulk_delete.html"

    def get_execution_context(self) -> dict[str, Any]:
        fate = fate_in(self.cleaned_form.cleaned_data)
        return super().get_execution_context() | {"fate": fate, "request": self.request}

    @classmethod
    def execute_action(cls, objects: Any, **context: Any) -> tuple[int, int]:
        request, fate, before = context.pop("request"), context.pop("fate"), affected(objects)
        below = Q(pk__in=())
        for page in objects:
            below |= Q(path__startswith=page.path)
        drafts = list(translations_of(Page.objects.filter(below)))
        with deciding(fate):
            done: tuple[int, int] = super().execute_action(objects, **context)
        if fate == Fate.DELETE:
            delete_translations(drafts, context.get("user"))
        tell(request, before)
        return done
