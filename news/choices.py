"""Kinds of news."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsKind(models.TextChoices):
    BRIEF = "brief", _("Brief")
    ARTICLE = "article", _("Article")
    REPORTAGE = "reportage", _("Reportage")
    PRESS_RELEASE = "press_release", _("Press release")
    CLARIFICATION = "clarification", _("Clarification")
