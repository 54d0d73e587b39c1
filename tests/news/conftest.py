import pytest

from news.models import NewsIndexPage
from tests.factories.news import make_news_index
from tests.factories.tree import Tree


@pytest.fixture
def index(tree: Tree) -> NewsIndexPage:
    return make_news_index(tree.home)
