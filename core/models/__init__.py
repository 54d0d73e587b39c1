from core.models.base import BasePage, IndexPage, TopicalPage
from core.models.documents import PortalDocument
from core.models.images import PortalImage, PortalRendition
from core.models.menus import Menu
from core.models.old_files import OldFile
from core.models.orientation import OrientationTask
from core.models.records import (
    Abbreviation,
    Agency,
    Locality,
    Marketplace,
    Officer,
    Post,
    Record,
    Topic,
)
from core.models.set_aside import SetAside
from core.models.settings import OfficialAccount, PortalSettings

__all__ = [
    "Abbreviation",
    "Agency",
    "BasePage",
    "IndexPage",
    "Locality",
    "Marketplace",
    "Menu",
    "Officer",
    "OfficialAccount",
    "OldFile",
    "OrientationTask",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "PortalSettings",
    "Post",
    "Record",
    "SetAside",
    "Topic",
    "TopicalPage",
]
