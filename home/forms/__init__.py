"""Forms of the pages and of those who write by a mailed link."""
