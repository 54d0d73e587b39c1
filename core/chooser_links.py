"""A chooser links to the form of what is chosen only for those who may change it.

Wagtail 8.0 asks for that address without a user, so everybody is led to forms that refuse them.
"""

from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import chooser

from core.admin_request import admin_request


def install() -> None:
    chooser.AdminURLFinder = _finder


def _finder() -> AdminURLFinder:
    request = admin_request()
    return AdminURLFinder(request.user if request else None)
