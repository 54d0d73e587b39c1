"""From pages, pictures and files to what the catalog holds of them."""

from catalog.building.build import Build
from catalog.building.directory import Directory
from catalog.building.media import build_file, build_image
from catalog.building.page import build_page

__all__ = ["Build", "Directory", "build_file", "build_image", "build_page"]
