"""What Wagtail's own search indexes besides the text itself, so that the admin finds "dinh".

SQLite's index (and PostgreSQL's, as configured) does not know that "đ" may be typed as "d", and
takes off one mark of a letter but not two. So the folded title is indexed beside the title.
"""

from wagtail.search import index

from core.vietnamese.fold import fold


class FoldedTitleMixin:
    """For a model with a title; put ``folded_title_fields`` into its ``search_fields``."""

    title: str

    folded_title_fields = (
        index.SearchField("folded_title"),
        index.AutocompleteField("folded_title"),
    )

    @property
    def folded_title(self) -> str:
        return fold(self.title)
