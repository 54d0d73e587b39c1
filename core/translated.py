"""Text held in all languages in one row: names of records, alternative texts, settings.

A page has one row per language and is translated through wagtail-localize. A record (an agency, a
topic, a picture's alternative text) is one thing with one identity, so it has one row and holds
its text as ``{"vi": "...", "en": "..."}``. See docs/decisions/0002-records-hold-every-language.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language

from core.language_names import language_name
from core.vietnamese.fields import nfc_value
from core.vietnamese.text import is_blank


def content_languages() -> list[tuple[str, str]]:
    """The languages content is kept in, source language first: ``[(code, name), ...]``."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


class TranslatedText(dict[str, str]):
    """Language code to text. ``str()`` gives the active language's, else the source's."""

    @classmethod
    def of(cls, value: Any) -> TranslatedText:
        if isinstance(value, cls):
            return value
        if isinstance(value, Mapping):
            texts = {str(k): nfc_value(str(v or "")) for k, v in value.items()}
            return cls({code: text for code, text in texts.items() if not is_blank(text)})
        return cls.of({settings.LANGUAGE_CODE: value})

    @property
    def lang(self) -> str:
        """Code of the language that ``str()`` gives; empty when there is no text at all."""
        active = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        for code in (active, settings.LANGUAGE_CODE, *self):
            if self.get(code):
                return code
        return ""

    def in_language(self, code: str) -> str:
        """The text in this language only; empty when it is missing."""
        return self.get(code, "")

    def __str__(self) -> str:
        return self.get(self.lang, "")

    def __bool__(self) -> bool:
        return any(self.values())

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


class TranslatedTextWidget(forms.MultiWidget):
    template_name = "core/translated_text_widget.html"

    def __init__(self, widget: type[forms.Widget] = forms.TextInput, attrs: Any = None) -> None:
        self.languages = content_languages()
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            code: widget(attrs={"lang": code}) for code, _ in self.languages
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[str]:
        text = TranslatedText.of(value)
        return [text.in_language(code) for code, _ in self.languages]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for (code, _), sub in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            sub["language_name"] = language_name(code)
        return context


class TranslatedTextFormField(forms.MultiValueField):
    """One input a language; when required, the source language is the one that must be filled."""

    def __init__(self, *, widget: type[forms.Widget] = forms.TextInput, **kwargs: Any) -> None:
        required = kwargs.pop("required", True)
        kwargs.pop("max_length", None)
        fields = [
            forms.CharField(required=required and index == 0)
            for index, _ in enumerate(content_languages())
        ]
        super().__init__(
            fields=fields,
            required=required,
            require_all_fields=False,
            widget=TranslatedTextWidget(widget),
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> TranslatedText:
        codes = [code for code, _ in content_languages()]
        return TranslatedText.of(dict(zip(codes, data_list or [], strict=False)))


class _TranslatedTextDescriptor:
    """Wraps whatever is assigned, so that the attribute always is a TranslatedText."""

    def __init__(self, field: models.Field[Any, Any]) -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        return instance.__dict__[name]

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = TranslatedText.of(value)


class TranslatedTextField(models.JSONField):
    """JSON column of a TranslatedText. ``multiline=True`` gives text areas in forms."""

    descriptor_class = _TranslatedTextDescriptor

    def __init__(self, *args: Any, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        kwargs.setdefault("default", TranslatedText)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.multiline:
            kwargs["multiline"] = True
        return name, path, args, kwargs

    def value_from_object(self, obj: models.Model) -> Any:
        return dict(super().value_from_object(obj))

    def clean(self, value: Any, model_instance: models.Model | None) -> TranslatedText:
        return TranslatedText.of(super().clean(value, model_instance))

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(dict(value) if isinstance(value, dict) else value)

    @cached_property
    def _form_widget(self) -> type[forms.Widget]:
        return forms.Textarea if self.multiline else forms.TextInput

    def formfield(self, **kwargs: Any) -> Any:
        for name in ("form_class", "choices_form_class", "encoder", "decoder", "max_length"):
            kwargs.pop(name, None)
        widget = kwargs.pop("widget", None)
        if not (isinstance(widget, type) and issubclass(widget, forms.Widget)):
            widget = self._form_widget
        return TranslatedTextFormField(
            widget=widget,
            required=not self.blank,
            label=kwargs.pop("label", capfirst(self.verbose_name)),
            help_text=kwargs.pop("help_text", self.help_text),
        )
