"""Wording: sentences of the report; one whose parts do not add up is refused, not printed."""

from trading.services.wording.exclusions import exclusions
from trading.services.wording.exclusions import note as exclusions_note
from trading.services.wording.own import OWN, OwnSentence, check_own, is_partial, tidied
from trading.services.wording.refusals import PartsDiffer
from trading.services.wording.sentences import Amounts, Sentence
from trading.services.wording.styles import STYLES, sentence

__all__ = [
    "OWN",
    "STYLES",
    "Amounts",
    "OwnSentence",
    "PartsDiffer",
    "Sentence",
    "check_own",
    "exclusions",
    "exclusions_note",
    "is_partial",
    "sentence",
    "tidied",
]
