"""The question below every page: was it of use? A plain form, no cookie, no token, no name."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from core.limits import Limit
from core.visibility import public_pages
from core.visitors import client_network, comes_from_own_page
from feedback.models import Answer, DayOfOpinions

#: Answers of one address in an hour to each process; more are thanked for and not counted.
OPINIONS = Limit("opinions", 30, 3600)


@csrf_exempt  # Protected by where the form comes from: a page kept for everybody holds no token.
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest) -> HttpResponse:
    """POST ``page`` (id) and ``answer``: counted, then thanked for under an address of its own."""
    if request.method == "GET":
        page = _page(request.GET.get("page", ""))
        return render(request, "feedback/thanks.html", {"rated": page})
    if not comes_from_own_page(request):
        raise PermissionDenied
    page, answer = _page(request.POST.get("page", "")), request.POST.get("answer", "")
    if page is None or answer not in Answer.values:
        return HttpResponseBadRequest(render(request, "feedback/refused.html").content)
    if not OPINIONS.take(client_network(request)):
        DayOfOpinions.count(page, Answer(answer), timezone.localdate())
    return HttpResponseRedirect(f"{reverse('opinion')}?{urlencode({'page': page.pk})}", status=303)


def _page(text: str) -> Page | None:
    """The public page of this id."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    pages = Page.objects.filter(pk=int(text)).select_related("locale")
    found: Page | None = public_pages(pages).first()
    return found
