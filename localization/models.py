"""Models of the room, each defined where it is used."""

from localization.exchange.models import ExchangeJob, ExchangeReturn
from localization.glossary.models import GlossaryTerm
from localization.parallel.models import TranslationReview
from localization.states.models import (
    PreparedDraft,
    State,
    TranslationBasis,
    TranslationMark,
    TranslationState,
)
from localization.trees.models import KeptTranslation, TreeMark, TreeState

__all__ = [
    "ExchangeJob",
    "ExchangeReturn",
    "GlossaryTerm",
    "KeptTranslation",
    "PreparedDraft",
    "State",
    "TranslationBasis",
    "TranslationMark",
    "TranslationReview",
    "TranslationState",
    "TreeMark",
    "TreeState",
]
