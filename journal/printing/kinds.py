"""How each kind of block goes on paper and in the e-book, if it does."""

# What each block is written with, on paper and in the e-book.
TEMPLATES = {
    "text": "print/journal/blocks/text.html",
    "heading": "print/journal/blocks/heading.html",
    "picture": "print/journal/blocks/picture.html",
    "quote": "print/journal/blocks/quote.html",
    "list": "print/journal/blocks/list.html",
    "table": "print/journal/blocks/table.html",
    "document": "print/journal/blocks/document.html",
    "call_to_action": "print/journal/blocks/call_to_action.html",
    "people": "print/journal/blocks/people.html",
    "page_teaser": "print/journal/blocks/page_teaser.html",
    "side_note": "print/journal/blocks/side_note.html",
    "workshop_intro": "print/journal/blocks/workshop_intro.html",
    "diagnosis_board": "print/journal/blocks/diagnosis_board.html",
    "quoted_item": "print/journal/blocks/quoted_item.html",
    "confided": "print/journal/blocks/confided.html",
    "portrait": "print/journal/blocks/portrait.html",
    "seed_box": "print/journal/blocks/seed_box.html",
    "next_dates": "print/journal/blocks/next_dates.html",
}
# What is left of any of them when somebody withdrew it.
REMOVED = "print/journal/removed.html"
# What takes the whole width of a page, between two runs of columns.
ACROSS = {"workshop_intro", "diagnosis_board", "seed_box", "next_dates", "table"}
# What is heard, or kept for editors alone.
FOR_SCREENS = {"audio", "set_aside"}
