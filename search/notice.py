"""What administrators read on the dashboard while the search service does not answer."""

from typing import Any

from wagtail.admin.ui.components import Component

from search.state import SearchState, search_state


class SearchNotice(Component):
    name = "search_notice"
    order = 10
    template_name = "search/notice.html"

    def __init__(self, state: SearchState) -> None:
        self.state = state

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"state": self.state}


def notice_for(user: Any) -> SearchNotice | None:
    """None while all is well, and for those who could not do anything about it. A service that is
    merely a few changes behind needs nobody."""
    if not user.has_perm("auth.change_user"):
        return None
    state = search_state()
    return SearchNotice(state) if state.is_degraded and state.failing_since else None
