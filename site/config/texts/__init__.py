"""Bringing in a text that somebody has already written: pasted, or in a file of a word processor (issue 8 item 9)."""
