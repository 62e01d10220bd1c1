"""What an editor should look at before paper is spent: nothing here stops the printing."""

from typing import Any

from .content import PrintedIssue

Warnings = list[str]


def layout_warnings(document: Any, printed: PrintedIssue, *, lost: str) -> Warnings:
    """In French, for editors: signs taken away, notes far from their call, articles without picture or text."""
    found = []
    if lost:
        signs = " ".join(lost)
        found.append(f"Ces signes manquent à nos polices et ont été retirés du papier : {signs}")
    found += [f"Une note n’est pas sur la page de son appel : « {words} »" for words in far_notes(document)]
    return found + left_out(printed)


def left_out(printed: PrintedIssue) -> Warnings:
    """How many passages each article loses for want of an agreement."""
    found = []
    for article in printed.articles:
        hidden = sum(not block.source.is_shown for block in article.sourced if block.source)
        if hidden:
            passages = "un passage est retiré" if hidden == 1 else f"{hidden} passages sont retirés"
            found.append(f"« {article.page.title} » : {passages}, faute d’accord pour le papier.")
    return found


def far_notes(document: Any) -> list[str]:
    """The words of the notes that are not on the page of their call (trap PT-6)."""
    calls: dict[Any, int] = {}
    notes: dict[Any, int] = {}
    for rank, page in enumerate(document.pages):
        for box in page._page_box.descendants():
            tag = box.element_tag or ""
            if tag.endswith("::footnote-call"):
                calls[box.element] = rank
            elif tag.endswith("::footnote-marker"):
                notes[box.element] = rank
    return ["".join(element.itertext()) for element, rank in calls.items() if notes.get(element) != rank]
