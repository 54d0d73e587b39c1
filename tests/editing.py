"""Posting the editor's forms of the admin, as a browser does."""

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield


def log_in(client: Client) -> None:
    user = get_user_model().objects.create_superuser("bien-tap", "bien-tap@example.vn", "x")
    client.force_login(user)


def page_form(**values: Any) -> dict[str, Any]:
    """Posted data of a page form: empty body, no comments, and the given values.

    A list is a choice of several; child rows come from ``inline_formset``.
    """
    several = {name: value for name, value in values.items() if isinstance(value, list)}
    single = {name: value for name, value in values.items() if name not in several}
    nested = nested_form_data({"body": streamfield([]), "comments": inline_formset([]), **single})
    return {**nested, **several}


def post_new_page(
    client: Client, parent: Page, model: str, data: dict[str, Any], *, publish: bool = True
) -> Any:
    """POST of a new page of ``model`` ("news/newspage"); ``publish=False`` saves a draft."""
    if publish:
        data = {**data, "action-publish": "1", "confirms_publishable": "on"}
    return client.post(f"/admin/pages/add/{model}/{parent.pk}/", data)


def errors_of(response: Any) -> dict[str, list[str]]:
    """Messages of the form shown again, by field; empty when the form was accepted."""
    if response.status_code == 302:
        return {}
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}
