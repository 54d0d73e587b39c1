"""Closed lists of the products room. The codes are stored and in addresses: never rename one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProductClass(models.TextChoices):
    KEY = "key", _("Key product")
    SPECIALTY = "specialty", _("Specialty")
    OCOP = "ocop", _("OCOP product")


class ShownClass(models.TextChoices):
    """What visitors are told: a product without a star in force is not called an OCOP product."""

    KEY = "key", _("Key product")
    SPECIALTY = "specialty", _("Specialty")
    OCOP = "ocop", _("OCOP product")
    NO_STAR = "no_star", _("Product without OCOP stars in force")


class OcopLevel(models.TextChoices):
    """Levels of the list in Decision 148/QD-TTg (2023): 6 groups, 17 sub-groups, 26 sets."""

    GROUP = "group", _("Group")
    SUBGROUP = "subgroup", _("Sub-group")
    SET = "set", _("Product set")


class MarkKind(models.TextChoices):
    NONE = "none", _("None")
    GI = "gi", _("Geographical indication")
    COLLECTIVE_MARK = "collective_mark", _("Collective mark")
    CERTIFICATION_MARK = "certification_mark", _("Certification mark")


class CertificationScheme(models.TextChoices):
    VIETGAP = "vietgap", _("VietGAP")
    GLOBALGAP = "globalgap", _("GLOBALG.A.P.")
    ORGANIC = "organic", _("Organic")
    HACCP = "haccp", _("HACCP")
    ISO22000 = "iso22000", _("ISO 22000")
    FOOD_SAFETY = "food_safety", _("Food safety certificate of the establishment")
    SELF_DECLARATION = "self_declaration", _("Product declaration")
    COSMETICS_NOTICE = "cosmetics_notice", _("Cosmetics notification")
    FDA = "fda", _("FDA registration")
    HALAL = "halal", _("Halal")
    OTHER = "other", _("Other certification")


class ProductionCodeKind(models.TextChoices):
    GROWING = "growing", _("Growing-area code")
    PACKING = "packing", _("Packing-house code")


class ListingStatus(models.TextChoices):
    LIVE = "live", _("Found when last checked")
    DEAD = "dead", _("No longer there")
    UNCHECKED = "unchecked", _("Not checked yet")


class LegalForm(models.TextChoices):
    COOPERATIVE = "cooperative", _("Cooperative")
    COOPERATIVE_GROUP = "cooperative_group", _("Cooperative group")
    COMPANY = "company", _("Company")
    HOUSEHOLD = "household", _("Household producer")
    OTHER = "other", _("Other form")


class Incoterm(models.TextChoices):
    """Incoterms 2020 of the International Chamber of Commerce that the portal offers."""

    EXW = "EXW", _("EXW (ex works)")
    FCA = "FCA", _("FCA (free carrier)")
    FOB = "FOB", _("FOB (free on board)")
    CFR = "CFR", _("CFR (cost and freight)")
    CIF = "CIF", _("CIF (cost, insurance and freight)")
    CPT = "CPT", _("CPT (carriage paid to)")
    CIP = "CIP", _("CIP (carriage and insurance paid to)")
    DAP = "DAP", _("DAP (delivered at place)")
    DPU = "DPU", _("DPU (delivered at place unloaded)")
    DDP = "DDP", _("DDP (delivered duty paid)")


class Month(models.IntegerChoices):
    """Solar months. In a context of their own: Django's catalogue has these words too."""

    JANUARY = 1, pgettext_lazy("season", "January")
    FEBRUARY = 2, pgettext_lazy("season", "February")
    MARCH = 3, pgettext_lazy("season", "March")
    APRIL = 4, pgettext_lazy("season", "April")
    MAY = 5, pgettext_lazy("season", "May")
    JUNE = 6, pgettext_lazy("season", "June")
    JULY = 7, pgettext_lazy("season", "July")
    AUGUST = 8, pgettext_lazy("season", "August")
    SEPTEMBER = 9, pgettext_lazy("season", "September")
    OCTOBER = 10, pgettext_lazy("season", "October")
    NOVEMBER = 11, pgettext_lazy("season", "November")
    DECEMBER = 12, pgettext_lazy("season", "December")
