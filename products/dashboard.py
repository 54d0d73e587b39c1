"""On the dashboard: stars that run out, while there is time to have the product rated again."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.dashboard import SHOWN, Task, TaskPanel
from products.models import ProductPage
from products.selectors import ending_certificates


class CertificatesPanel(TaskPanel):
    """Current certificates in their last months, and those which ran out without a new rating."""

    name = "certificates"
    heading = gettext_lazy("OCOP certificates that end")
    icon = "warning"
    order = 240

    def tasks(self) -> tuple[Sequence[Task], int]:
        mine = policy_registry.get_by_type(Page).instances_user_has_permission_for(
            self.request.user, "change"
        )
        ending = ending_certificates(ProductPage.objects.filter(pk__in=mine.values("pk")))
        return [
            Task(
                certificate.product.title,
                reverse("wagtailadmin_pages:edit", args=[certificate.product_id]),
                _note(
                    certificate.is_in_force(),
                    date_format(certificate.last_day or "", "SHORT_DATE_FORMAT"),
                ),
            )
            for certificate in ending[:SHOWN]
        ], len(ending)


def _note(is_in_force: bool, day: str) -> str:
    text = _("%(date)s is the last day") if is_in_force else _("ran out on %(date)s")
    return text % {"date": day}
