"""What the editor's form demands of a document."""

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset

from documents.models import DocumentIndexPage, OfficialDocumentPage
from tests.editing import errors_of, log_in, page_form, post_new_page
from tests.factories.documents import make_document


@pytest.fixture
def post(client: Client, index: DocumentIndexPage) -> Any:
    log_in(client)

    def send(relations: Any = (), **values: Any) -> Any:
        form = page_form(
            **{"title": "Kế hoạch", "slug": "ke-hoach", "kind": "plan", **values},
            files=inline_formset([]),
            relations=inline_formset(list(relations)),
        )
        return post_new_page(client, index, "documents/officialdocumentpage", form)

    return send


def test_number_date_issuer_and_file_are_optional(post: Any) -> None:
    assert errors_of(post()) == {}
    page = OfficialDocumentPage.objects.get()
    assert page.live
    assert page.number_key == ""


def test_the_number_is_kept_as_written_and_found_by_its_key(post: Any) -> None:
    assert errors_of(post(number="72/2015/NĐ-CP")) == {}
    page = OfficialDocumentPage.objects.get()
    assert page.number == "72/2015/NĐ-CP"
    assert page.number_key == "72/2015NDCP"


def test_it_cannot_end_before_it_begins(post: Any) -> None:
    assert list(errors_of(post(effective_on="2026-02-01", expires_on="2026-01-31"))) == [
        "expires_on"
    ]
    assert errors_of(post(effective_on="2026-02-01", expires_on="2026-02-01")) == {}


def test_a_relation_is_saved_with_its_target(post: Any, index: DocumentIndexPage) -> None:
    decree = make_document(index, "Nghị định")
    assert errors_of(post([{"kind": "basis", "target": decree.pk}])) == {}
    page = OfficialDocumentPage.objects.get(slug="ke-hoach")
    assert [(r.kind, r.target_id) for r in page.relations.all()] == [("basis", decree.pk)]


def test_a_document_has_no_relation_to_itself(client: Client, index: DocumentIndexPage) -> None:
    log_in(client)
    page = make_document(index, "Kế hoạch")
    form = page_form(
        title="Kế hoạch", slug=page.slug, kind="plan", files=inline_formset([]),
        relations=inline_formset([{"kind": "cites", "target": page.pk}]),
    )  # fmt: skip
    form |= {"action-publish": "1", "confirms_publishable": "on"}
    response = client.post(f"/admin/pages/{page.pk}/edit/", form)
    assert response.status_code == 200
    assert "target" in response.context["form"].formsets["relations"].errors[0]
    assert not page.relations.exists()
