"""An issue as an e-book: EPUB 3, written here (no library of that trade has a licence we could take)."""
