import pytest

from documents.models import DocumentIndexPage
from tests.factories.documents import make_document_index
from tests.factories.tree import Tree


@pytest.fixture
def index(tree: Tree) -> DocumentIndexPage:
    return make_document_index(tree.home)
