import pytest

from news.models import NewsIndexPage
from tests.factories.news import make_news_index
from tests.factories.tree import Tree, make_tree


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def index(tree: Tree) -> NewsIndexPage:
    return make_news_index(tree.home)
