"""Closed lists of the places room. The codes are stored and in addresses: never rename one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    SCENIC = "scenic", _("Scenic spot")
    ORCHARD = "orchard", _("Orchard or farm")
    CRAFT = "craft", _("Craft")
    MARKET = "market", _("Village market")
    FOOD = "food", _("Food and drink")
    STAY = "stay", _("Place to stay")
    WALK = "walk", _("Walk or ride")


class RelicRank(models.TextChoices):
    """Ranks of the Law on Cultural Heritage; "inventoried" is listed but not ranked yet."""

    SPECIAL_NATIONAL = "special_national", _("Special national relic site")
    NATIONAL = "national", _("National relic site")
    PROVINCIAL = "provincial", _("Provincial relic site")
    INVENTORIED = "inventoried", _("Inventoried relic site")


class RelicType(models.TextChoices):
    HISTORY = "history", _("Historical site")
    ARCHITECTURE = "architecture", _("Architecture and art")
    ARCHAEOLOGY = "archaeology", _("Archaeological site")
    SCENIC = "scenic", _("Scenic spot")


class ContentKind(models.TextChoices):
    """What a place's page is; the values are the codes of the registered kinds."""

    PLACE = "place", _("Places to visit")
    RELIC = "relic", _("Relics")
    HISTORY = "history", _("History and traditions")
