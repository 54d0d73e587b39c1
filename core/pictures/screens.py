"""The admin's screens of pictures where they differ from Wagtail's own."""

from typing import Any

from django import forms
from django.forms.models import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.vary import vary_on_headers
from wagtail.images.views.multiple import AddView as StockAddView

from core.models import PortalImage
from core.pictures.waiting import clear_waiting

#: Given once for all pictures of an upload, beside their collection.
COMMON = ("credit", "licence", "is_illustrative")


class AddPictures(StockAddView):
    """Many pictures at once: each is in the library as soon as it is uploaded.

    What Wagtail would put aside until a form is filled in, is either given for all of them or asked
    for where a picture is used.
    """

    def get_upload_form_class(self) -> type[forms.ModelForm[PortalImage]]:
        return upload_form(super().get_upload_form_class(), self.request)

    @method_decorator(vary_on_headers("X-Requested-With"))
    def post(self, request: HttpRequest) -> HttpResponse:
        clear_waiting()
        answer: HttpResponse = super().post(request)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["common_form"] = modelform_factory(PortalImage, fields=COMMON)()
        return context


def upload_form(base: Any, request: HttpRequest) -> Any:
    """The form of one uploaded picture, with what was given for all of them.

    Whatever is wrong is a reason to refuse the file: nothing waits to be filled in.
    """

    class UploadForm(base):  # type: ignore[misc]
        def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
            if data is not None:
                given = request.POST.copy()
                given.setdefault("licence", PortalImage.Licence.OWN)
                for name, value in data.items():
                    given[name] = value
                data = given
            super().__init__(data, *args, **kwargs)

        def full_clean(self) -> None:
            super().full_clean()
            if self._errors and "file" not in self._errors:
                texts = [text for errors in self._errors.values() for text in errors]
                self.add_error("file", texts)

    return UploadForm


def urls() -> list[URLPattern]:
    """At the address of Wagtail's own, which it takes over."""
    return [path("images/multiple/add/", AddPictures.as_view())]
