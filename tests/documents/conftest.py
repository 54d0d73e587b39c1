import pytest

from documents.models import DocumentIndexPage
from tests.factories.documents import make_document_index
from tests.factories.tree import Tree, make_tree


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def index(tree: Tree) -> DocumentIndexPage:
    return make_document_index(tree.home)
