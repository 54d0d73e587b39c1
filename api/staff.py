"""Wagtail's own interface, for staff with a token; anonymous and wrong tokens are turned away.

Wagtail would treat a token it does not know like no token, and answer as for anybody.
"""

from django.http import HttpRequest
from wagtail.models import APIToken

from api.problems import FORBIDDEN, UNAUTHORIZED, Problem


def check_token(request: HttpRequest) -> None:
    """Problem 401 without a valid token of an active user, 403 unless the user has the admin."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem(UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    found = (
        APIToken.objects.select_related("user")
        .filter(key_hash__in=APIToken.candidate_key_hashes(token.strip()), revoked_at__isnull=True)
        .first()
    )
    if found is None or not found.user.is_active:
        raise Problem(UNAUTHORIZED, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    if not found.user.has_perm("wagtailadmin.access_admin"):
        raise Problem(FORBIDDEN)
