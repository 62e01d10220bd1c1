"""The number that names a periodical (ISO 3297; law.md P-06)."""

import re

from django.core.exceptions import ValidationError


def is_issn(text: str) -> bool:
    """Four digits, a hyphen, three digits and a check character: the digits weighted 8 to 2, modulo 11."""
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", text, re.ASCII):
        return False
    digits = text.replace("-", "")
    total = sum(int(digit) * weight for digit, weight in zip(digits[:7], range(8, 1, -1), strict=True))
    return digits[7] == "0123456789X"[(11 - total % 11) % 11]


def validate_issn(text: str) -> None:
    """Raises ValidationError in French."""
    if text and not is_issn(text):
        raise ValidationError(
            "Ce numéro n’est pas un ISSN : quatre chiffres, un tiret, trois chiffres et une clé, comme « 0378-5955 »."
        )
