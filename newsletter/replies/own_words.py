"""What somebody wrote, without the letter they answer, their signature, nor the foot of their mail program."""

import re
import unicodedata

_REPLY_HEADER = re.compile(
    r"^\s*(>|le .{4,90}(a écrit|écrivait|wrote)\s*:?|on .{4,90}wrote:|-{2,}\s*(message|courriel|original|mail)"
    r"|_{10,}|de\s*:\s.+@|from\s*:\s.+@|envoyé (de|depuis) mon|obtenir outlook|sent from my)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^(-- ?|—)$")


def own_words(text: str) -> str:
    """The lines above the first quotation or signature; an answer written under the quotation keeps its own lines."""
    lines = text.replace("\r\n", "\n").replace("\u00a0", " ").split("\n")
    above: list[str] = []
    for line in lines:
        if _REPLY_HEADER.match(line) or _SIGNATURE.match(line.strip()):
            break
        above.append(line)
    kept = "\n".join(above).strip()
    if kept:
        return kept
    below = [line for line in lines if line.strip() and not _REPLY_HEADER.match(line)]
    return "\n".join(below).strip() if any(line.startswith(">") for line in lines) else ""


def folded(text: str) -> str:
    """`text` in lower case without accents, apostrophes straight, hyphens and spaces as one space."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", "'").lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"[\s\-–]+", " ", plain).strip()
