"""What tells the health of somebody (S2-12, law.md G-06), to be refused before it is stored.

Speaking of care is the very subject of these cooperations; what is looked for is the health of a person: a social
security number, a diagnosis, a treatment.
"""

import re

_NUMBER = re.compile(
    r"\b[12]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?\b", re.IGNORECASE
)
_SOMEBODY = r"elles?|ils?|qui|m\.|mme|monsieur|madame|patiente?s?|résidente?s?|usag(?:er|ère)s?"
_WORDS = (
    # Of a person: a structure may « souffrir d’un manque de temps ».
    rf"(?:{_SOMEBODY})\s+(?:[A-ZÀ-Ý][\w’-]*\s+)?souffr(?:e|ent|ait|ant)\s+d",
    r"(?:est|sont|était|été)\s+atteinte?s?\s+(?:de|d[’'])",
    r"(?:a|est|était|été|fut)\s+(?:hospitalisée?|diagnostiquée?|opérée?|internée?)",
    r"(?:son|sa|ses)\s+(?:maladie|traitements?|pathologies?|dossier médical|ordonnances?|médicaments?|cancer|handicap)",
    r"sous\s+(?:traitement|tutelle|neuroleptiques?|antidépresseurs?|chimiothérapie)",
    r"séropositi(?:f|ve)s?",
    r"(?:enceinte|dépressi(?:f|ve)|schizophr[èe]ne|bipolaire|épileptique|diabétique|alcoolique|toxicomane)s?\s+depuis",
    r"(?:m\.|mme|monsieur|madame)\s+[A-ZÀ-Ý][\w’-]*,?\s+(?:malade|hospitalisée?|handicapée?|diabétique|dépressi(?:f|ve))",
)
_TOLD = re.compile(rf"\b(?:{'|'.join(_WORDS)})", re.IGNORECASE)


def tells_health(text: str) -> bool:
    """Whether `text` seems to tell of somebody's health."""
    return bool(_NUMBER.search(text) or _TOLD.search(text))
