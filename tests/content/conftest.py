"""A small package of its own: two languages, every kind of value, a required base package."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from tests.shared_rows import shared_rows

PACKAGES = Path(__file__).parent / "packages"


@dataclass
class Village:
    """The package ``village`` in a folder where a test may change it."""

    folder: Path

    def load(self, *options: str) -> str:
        """Load it through the command; the report."""
        out = StringIO()
        call_command("load_content", str(self.folder), *options, stdout=out)
        return out.getvalue()

    def refused(self, *options: str) -> list[str]:
        """Load it, expecting mistakes; the lines which name them."""
        err = StringIO()
        with pytest.raises(CommandError) as refusal:
            call_command("load_content", str(self.folder), *options, stdout=StringIO(), stderr=err)
        assert refusal.value.returncode == 1
        return err.getvalue().splitlines()

    def change(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def village(tmp_path: Path) -> Village:
    shutil.copytree(PACKAGES, tmp_path / "packages")
    return Village(tmp_path / "packages" / "village")


@shared_rows
def rows_of_the_village() -> None:
    Village(PACKAGES / "village").load()


@pytest.fixture
def loaded(rows_of_the_village: None, village: Village) -> Village:
    """The package has been loaded, from a folder with the same files."""
    return village


@pytest.fixture
def page_at() -> Callable[[str, str], Page]:
    """A page by its slug and language."""

    def find(slug: str, language: str = "vi") -> Page:
        return Page.objects.get(slug=slug, locale__language_code=language).specific

    return find
