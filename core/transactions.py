"""Whatever an editor's form changes is one transaction: all of it is saved, or nothing is.

Wagtail saves some things (a picture, a privacy setting) and what goes with them one by one. A crash
between the two would leave half a write, and a change that the catalog never hears of.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from core.admin_request import is_of_the_admin
from core.approval import answer_refusal
from core.gate import NotPublishableError
from core.pictures.gate import judge_before_transaction
from core.unsaved.restoring import is_restoring
from core.uploads import read_before_transaction

_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class AtomicAdminMiddleware:
    """Runs views that change something in the admin inside a transaction.

    Not those marked with Django's ``transaction.non_atomic_requests``: they wait for somebody else.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        # A login counts failed attempts, also when it then refuses: those must be kept.
        match = request.resolver_match
        if request.method in _SAFE or match is None or match.url_name == "wagtailadmin_login":
            return None
        if not is_of_the_admin(request) or hasattr(view, "_non_atomic_requests"):
            return None

        read_before_transaction(request)
        judge_before_transaction(request)
        try:
            with transaction.atomic():
                response: HttpResponse = view(request, *args, **kwargs)
                if is_restoring():
                    transaction.set_rollback(True)
        except NotPublishableError as refusal:
            return answer_refusal(request, refusal)
        return response
