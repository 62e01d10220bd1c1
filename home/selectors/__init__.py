"""What the pages of this app show of each other: always live, always public."""

from .calls import call_partners, launched_by, other_campaigns
from .front import latest_news, latest_projects, open_calls, sections_of
from .glossary import Word, letters_of, programmes_sharing, word_of, words_of_programme
from .organisations import Involvement, charter_of, involvement_of, members_of, networks_of, people_of
from .programmes import Coverage, coverage_of, partners_of, versions_of
from .projects import news_of
from .resources import opinions_of

__all__ = [
    "Coverage",
    "Involvement",
    "Word",
    "call_partners",
    "charter_of",
    "coverage_of",
    "involvement_of",
    "latest_news",
    "latest_projects",
    "launched_by",
    "letters_of",
    "members_of",
    "networks_of",
    "news_of",
    "open_calls",
    "opinions_of",
    "other_campaigns",
    "partners_of",
    "people_of",
    "programmes_sharing",
    "sections_of",
    "versions_of",
    "word_of",
    "words_of_programme",
]
