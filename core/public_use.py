"""Who may change what visitors see without a page being published: whoever may publish there.

Files and records are public as soon as they are saved. So replacing or deleting a file takes the
right to publish every page that shows it, and keeping records the right to publish the home page.
"""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

_CHANGES = {"add", "change", "delete"}


def pages_showing(thing: models.Model) -> QuerySet[Page]:
    """Public pages that refer to it; the home page, too, for what a record or a setting shows."""
    owners: dict[type[models.Model], set[str]] = defaultdict(set)
    for reference in ReferenceIndex.get_references_to(thing).select_related("base_content_type"):
        if model := reference.base_content_type.model_class():
            owners[model].add(reference.object_id)
    pages = {int(pk) for model, keys in owners.items() if issubclass(model, Page) for pk in keys}
    shown = Page.objects.filter(pk__in=pages, live=True)
    is_in_records = any(not issubclass(model, Page) for model in owners)
    return shown | home_pages() if is_in_records else shown


def home_pages() -> QuerySet[Page]:
    return Page.objects.filter(depth=2, locale__language_code=settings.LANGUAGE_CODE)


def may_publish_all(user: Any, pages: QuerySet[Page]) -> bool:
    allowed = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    return not pages.exclude(pk__in=allowed.values("pk")).exists()


def may_replace(user: Any, thing: models.Model) -> bool:
    """Whether this user may put something else in its place, or take it away."""
    return may_publish_all(user, pages_showing(thing))


def refuse_unless_replaceable(user: Any, thing: models.Model) -> None:
    """ValidationError naming the pages where the user may not publish."""
    if may_replace(user, thing):
        return
    titles = pages_showing(thing).values_list("title", flat=True).distinct()
    raise ValidationError(
        _(
            "Visitors see this on: %(pages)s. Only who may publish there can replace it or take "
            "it away. Upload the new file beside it, choose it on the page and submit the page."
        ),
        params={"pages": "; ".join(titles[:5])},
    )


class PublicFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rights of a collection; deleting what is public takes the right to publish."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        asked = set(actions)
        if not super().user_has_any_permission_for_instance(user, asked, instance):
            return False
        return asked != {"delete"} or may_replace(user, instance)


class PublicRecordPolicy(ModelPermissionPolicy):
    """Django's rights of the model; every change of a record is public at once."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if not super().user_has_permission(user, action):
            return False
        return action not in _CHANGES or may_publish_all(user, home_pages())


def guard_records(*labels: type[models.Model]) -> None:
    for model in labels:
        policy_registry.register(model, PublicRecordPolicy(model), exact_class=True)


def guard_files() -> None:
    from wagtail.documents.models import Document
    from wagtail.images.models import Image

    from core.models import PortalDocument, PortalImage

    for model, stock in ((PortalImage, Image), (PortalDocument, Document)):
        policy = PublicFilePolicy(model, auth_model=stock, owner_field_name="uploaded_by_user")
        policy_registry.register(model, policy, exact_class=True)
