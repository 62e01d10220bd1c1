from .identity import (
    ConsentTextMissing,
    current_consent_text,
    find_or_create_person,
    fold,
    published_consent_texts,
    record_consent,
    withdraw_consent,
    wording_of,
)
from .passages import (
    PassageRefused,
    answer_voice,
    ask_voices,
    note_passage,
    note_voice,
    open_exchange,
    reword,
)

__all__ = [
    "ConsentTextMissing",
    "PassageRefused",
    "answer_voice",
    "ask_voices",
    "current_consent_text",
    "find_or_create_person",
    "fold",
    "note_passage",
    "note_voice",
    "open_exchange",
    "published_consent_texts",
    "record_consent",
    "reword",
    "withdraw_consent",
    "wording_of",
]
