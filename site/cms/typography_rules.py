"""The rules of French typography over one run of text, and the marks that keep what they may not touch.

A run is a string where each tag, entity, address or number to protect has become one private character, so that a
rule sees « mot<tag>: » as one sentence. `compose` applies the rules; `Marks.restore` brings everything back.
"""

import re
from collections.abc import Callable

NBSP = "\u00a0"
THIN = "\u202f"

# Private characters: transparent ones (tags), word-like ones (entities, addresses, code), and the escaped quotes.
_TAG_FIRST, _TAG_LAST = 0xF0000, 0xF7FFF
_WORD_FIRST, _WORD_LAST = 0xF8000, 0xFFFFD
_QUOTE, _APOSTROPHE = "\U00100000", "\U00100001"
_TAG_RANGE = f"{chr(_TAG_FIRST)}-{chr(_TAG_LAST)}"
TAGS = f"[{_TAG_RANGE}]"
KEPT = f"{chr(_WORD_FIRST)}-{chr(_WORD_LAST)}"
_PRIVATE = re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

Ordinals = Callable[[str, str, "Marks"], str]

# What looks like prose and is not (TY-13).
_PROTECTED = re.compile(
    rf"(?:https?://|\bwww\.|\bmailto:)[^\s<>«»\"{_TAG_RANGE}{_QUOTE}]*[^\s<>«»\".,;:!?)\]…{_TAG_RANGE}{_QUOTE}]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z0-9]{4}){2,}(?:[ \u00a0\u202f]?[A-Z0-9]{1,4})?\b"  # IBAN
    r"|(?<![\d\w])(?:\+\d{2,3}[ .\u00a0\u202f]?\d|0\d)(?:[ .\u00a0\u202f-]\d{2}){4}(?!\d)"  # telephone
    r"|\b\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?\b"  # ISO date
    r"|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d+:\d+\b"  # time, ratio
    r"|::"
    rf"|(?<![^\s«“\"{_QUOTE}])[:;=]['’]?-?[()DPpOo/|](?![\w])"  # emoticons
)


class Marks:
    """What is set aside during the rules, one private character each."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}
        self._tags = _TAG_FIRST
        self._words = _WORD_FIRST

    @property
    def nearly_full(self) -> bool:
        """Whether a run has grown past what the private characters can name."""
        return max(self._tags - _TAG_FIRST, self._words - _WORD_FIRST) > 8000

    def keep(self, text: str) -> str:
        """A mark the rules look through: a tag."""
        self._tags += 1
        return self._hold(chr(self._tags), text)

    def keep_word(self, text: str) -> str:
        """A mark that stands in the sentence as a word does."""
        self._words += 1
        return self._hold(chr(self._words), text)

    def quote_entity(self, text: str) -> str:
        return self._hold(_QUOTE, text)

    def apostrophe_entity(self, text: str) -> str:
        return self._hold(_APOSTROPHE, text)

    def keep_private(self, text: str) -> str:
        """`text` whose own private characters, if it has any, cannot be taken for marks."""
        return _PRIVATE.sub(lambda match: self.keep_word(match[0]), text)

    def protect(self, run: str) -> str:
        """`run` with addresses, numbers that are not prose and emoticons set aside (TY-13)."""
        return _PROTECTED.sub(lambda match: self.keep_word(self.restore(match[0])), run)

    def restore(self, run: str) -> str:
        """`run` with everything that was set aside back in its place."""
        return _PRIVATE.sub(lambda match: self._held[match[0]], run)

    def _hold(self, mark: str, text: str) -> str:
        self._held[mark] = text
        return mark


def compose(run: str, marks: Marks, ordinals: Ordinals) -> str:
    """`run` with all the rules applied."""
    run = marks.protect(run)
    run = re.sub(r"(?<=\S) {2,}(?=\S)", " ", run)  # TY-12
    run = re.sub(r"(?<!\.)\.{3}(?!\.)", "…", run)  # TY-08
    run = _SINGLE_QUOTES.sub(r"“\1”", run)  # TY-07
    run = re.sub(rf"(?:(?<=[^\W\d_])|(?<=[{KEPT}]))({TAGS}*)['{_APOSTROPHE}]", r"\1’", run)  # TY-06
    run = _ligatures(run)
    run = _quotes(run)
    run = _dashes(run)
    run = _ordinals(run, marks, ordinals)
    run = _numbers(run)
    return _punctuation(run)


# --- TY-11: a list of words, never a blind replacement -------------------------------------------

_OE_WORDS = re.compile(
    r"\b(?:(?:man|chef-d['’]|hors-d['’])?oeuvr\w*|(?:écoeur|coeur|rancoeur)\w*|choeurs?|soeurs?|soeurette|consoeurs?"
    r"|oeil(?:lets?|lères?|lade)?|oeufs?|boeufs?|noeuds?|voeux?|moeurs|oedèmes?|oesophage|foetus|foetal\w*|oecuméni\w*"
    r"|oenolog\w*|oestrogènes?)\b",
    re.IGNORECASE,
)


def _ligatures(run: str) -> str:
    def join(match: re.Match[str]) -> str:
        return re.sub("oe", lambda pair: "œ" if pair[0][0] == "o" else "Œ", match[0], count=1, flags=re.IGNORECASE)

    return _OE_WORDS.sub(join, run)


# --- TY-07 ---------------------------------------------------------------------------------------

_STRAIGHT = f'"{_QUOTE}'
# « 'citation' », whose words may be elided: « 'l'eau' ». Straight apostrophes around words are quotes too.
_SINGLE_QUOTES = re.compile(
    rf"(?<![^\s({{\[«“\"/–—{_QUOTE}{_TAG_RANGE}-])['{_APOSTROPHE}](?={TAGS}*[^\W\d_]|{TAGS}*[{KEPT}])"
    rf"((?:[^'’“”\n{_APOSTROPHE}]|(?<=\w)['’{_APOSTROPHE}](?=\w))+)(?<=\S)['{_APOSTROPHE}]"
    rf"(?={TAGS}*(?:$|[\s.,;:!?)\]}}»”…/–—{_STRAIGHT}-]))"
)
_ANY_QUOTE = re.compile(f'["{_QUOTE}«»“”]')
_BEFORE_OPENING = re.compile(rf"(?:^|[\s({{\[«“’'/–—-]){TAGS}*$")


def _quotes(run: str) -> str:
    """Straight quotes that pair become « », or “ ” inside « »; a lone one (inches, a slip) stays."""
    pairs, outer = _quote_pairs(run)
    letters = list(run)
    for opening, closing in pairs:
        nested = any(first < opening and closing < last for first, last in outer)
        letters[opening], letters[closing] = ("“", "”") if nested else (f"«{NBSP}", f"{NBSP}»")
    return "".join(letters)


def _quote_pairs(run: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The pairs of straight quotes, and all the pairs (guillemets already typed included)."""
    straight: list[tuple[int, int]] = []
    every: list[tuple[int, int]] = []
    open_quotes: list[tuple[str, int]] = []
    for match in _ANY_QUOTE.finditer(run):
        sign, position = match[0], match.start()
        family = "s" if sign in _STRAIGHT else "g" if sign in "«»" else "e"
        opens = sign in "«“" or (family == "s" and _opens(run, position, open_quotes))
        if opens:
            open_quotes.append((family, position))
        elif open_quotes and open_quotes[-1][0] == family:
            pair = (open_quotes.pop()[1], position)
            every.append(pair)
            if family == "s":
                straight.append(pair)
    return straight, every


def _opens(run: str, position: int, open_quotes: list[tuple[str, int]]) -> bool:
    before, after = run[:position], run[position + 1 :]
    if not re.match(rf"{TAGS}*[^\s»”:;!?,.)\]]", after):
        return False
    after_quote = bool(before) and before[-1] in _STRAIGHT and bool(open_quotes) and open_quotes[-1][1] == position - 1
    return after_quote or bool(_BEFORE_OPENING.search(before))


# --- TY-09 ---------------------------------------------------------------------------------------

_DASH = rf"[ {NBSP}][-–][ {NBSP}]"
_INCISE = re.compile(
    rf"(?<=[^\W\d_»’…)])({TAGS}*)[ ][-–][ {NBSP}]({TAGS}*)"
    rf"([^\W\d_«][^\n.!?;:–]{{0,180}}?)"
    rf"[ {NBSP}][-–][ ](?={TAGS}*[^\W\d_«])"
)


def _dashes(run: str) -> str:
    """A pair of dashes around an incise; a lone « - » is a separator and stays (as do three: a list)."""
    if len(re.findall(_DASH, run)) % 2:
        return run
    return _INCISE.sub(
        lambda match: match[0] if " - " in match[3] else f"{match[1]} –{NBSP}{match[2]}{match[3]}{NBSP}– ",
        run,
    )


# --- TY-10 ---------------------------------------------------------------------------------------

# In « XIXe-XXe siècles » a hyphen stands between two ordinals; in any other compound there is none.
_ORDINAL = re.compile(
    r"(?:(?<![\w.,/-])|(?<=[XVI\d]e-))(?:(?P<first>1|I)(?:(?P<er>ers?)|(?P<re>(?:[èe]re|re)s?))"
    r"|(?P<second>2|II)(?P<nd>nde?s?|de)"
    r"|(?P<number>\d{1,4}|(?=[XVI])X{0,3}(?:IX|IV|V?I{0,3}))(?:(?P<e>es?)|i?[èe]mes?))(?!\w|-(?!(?:[XVI]+|\d{1,4})e\b))"
)


def _ordinals(run: str, marks: Marks, ordinals: Ordinals) -> str:
    def write(match: re.Match[str]) -> str:
        if match["first"]:
            ending = match["er"] or ("res" if match["re"].endswith("s") else "re")
            return ordinals(match["first"], ending, marks)
        if match["second"]:
            return ordinals(match["second"], match["nd"].removeprefix("n"), marks)
        if match["number"] in {"1", "I", "0"}:
            return match[0]
        return ordinals(match["number"], "es" if match[0].endswith("s") else "e", marks)

    return _ORDINAL.sub(write, run)


# --- TY-03, TY-04, TY-05 -------------------------------------------------------------------------

_SPACES = f"[ {NBSP}{THIN}]"
_UNITS = r"km²|km|m²|m³|cm|mm|kg|mg|ha|hl|cl|ml|min|sec|kWh|kW|Ko|Mo|Go|ko|kB|MB|k€|M€|°C|°|€|\$|£|%|‰|h|m|g|l|L|t|s"
_RULES_OF_NUMBERS: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    # 1 234 567, but neither 04 92… (protected) nor 2021 345
    (
        rf"(?<![\w.,/])(?<!\d{_SPACES})([1-9]\d{{0,2}})((?:{_SPACES}\d{{3}})+)(?![\w/])(?!{_SPACES}\d)",
        lambda match: match[1] + re.sub(_SPACES, THIN, match[2]),
    ),
    (rf"(?<=\d){_SPACES}+({_UNITS})(?![\w’'²³])", rf"{NBSP}\1"),
    (r"(?<=\d)(%|‰|€)", rf"{NBSP}\1"),
    (rf"(?<=\d){_SPACES}h{_SPACES}(?=\d\d\b)", f"{NBSP}h{NBSP}"),
    (rf"(?<!\w)([nN]°){_SPACES}*(?=\d)", rf"\1{NBSP}"),
    (rf"(?<!\w)([nN]°s?){_SPACES}+(?=\w)", rf"\1{NBSP}"),
    (rf"(?<![\w.])(MM?\.|Mmes?|Mlles?|Drs?|Prs?){_SPACES}+(?=\w)", rf"\1{NBSP}"),
    (rf"(?<![\w.])(pp?\.|art\.|vol\.|chap\.){_SPACES}+(?=\d)", rf"\1{NBSP}"),
]
_NUMBERS = [(re.compile(pattern), replacement) for pattern, replacement in _RULES_OF_NUMBERS]


def _numbers(run: str) -> str:
    for pattern, replacement in _NUMBERS:
        run = pattern.sub(replacement, run)
    return run


# --- TY-01, TY-02 --------------------------------------------------------------------------------

# After a sign: the end, a space, a closing mark. « a?b » and « [1;2] » are not prose, « ;) » is a smile.
_CLOSING = rf"\s»”\"\]{_QUOTE}…,."
_END = rf"(?={TAGS}*(?:$|[{_CLOSING}]))"
_END_OR_BRACKET = rf"(?={TAGS}*(?:$|[{_CLOSING})]))"
_PREVIOUS = rf"(?P<previous>[^\s(\[¿¡!?:;«“{_TAG_RANGE}])(?P<tags>{TAGS}*)"
_HIGH = re.compile(rf"{_PREVIOUS}{_SPACES}*(?P<more>{TAGS}*){_SPACES}*(?P<sign>[!?]+{_END_OR_BRACKET}|;{_END})")
_COLON = re.compile(rf"{_PREVIOUS}{_SPACES}*(?P<more>{TAGS}*){_SPACES}*(?P<sign>:){_END}")


def _punctuation(run: str) -> str:
    run = _HIGH.sub(rf"\g<previous>\g<tags>\g<more>{THIN}\g<sign>", run)
    run = _COLON.sub(rf"\g<previous>\g<tags>\g<more>{NBSP}\g<sign>", run)
    run = re.sub(rf"«{_SPACES}*(?=\S)", f"«{NBSP}", run)
    return re.sub(rf"(?<=[^\s«]){_SPACES}*»", f"{NBSP}»", run)
