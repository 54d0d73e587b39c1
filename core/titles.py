"""What tells the titles of a list's views apart: two addresses never share one."""

from django.utils.translation import gettext as _


def page_detail(number: int) -> list[str]:
    """Of a page of a list, such as "page 2"; nothing for the first."""
    return [_("page %(number)s") % {"number": number}] if number > 1 else []
