"""Addresses below a page, with the same doors as the page itself."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.contrib.routable_page.models import RoutablePageMixin


class CalendarRoutesMixin(RoutablePageMixin):
    """Routes that an expired page answers with 404, as its own address does.

    RoutablePageMixin calls the view directly and would pass by `BasePage.serve`.
    """

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        expire_at = getattr(self, "expire_at", None)
        if expire_at and expire_at <= timezone.now():
            raise Http404
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    @property
    def calendar_url(self) -> str:
        """Address of the page's iCalendar file."""
        return f"{self.url}{self.reverse_subpage('ics')}"  # type: ignore[attr-defined]

    @property
    def subscription_url(self) -> str:
        """The same for a calendar program, which then asks for it again and again by itself."""
        full: str = self.full_url or ""  # type: ignore[attr-defined]
        return f"webcal:{full.partition(':')[2]}{self.reverse_subpage('ics')}"
