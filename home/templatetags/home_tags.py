"""What templates ask of this app: lists for the first page, what pages say of each other."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from .. import selectors
from ..contradictions import contradictions_of
from ..enums import ProjectStage
from ..glossing import glossed

register = template.Library()

STAGE_ICONS = {
    ProjectStage.IDEA: "seed",
    ProjectStage.BUILDING: "sprout",
    ProjectStage.RUNNING: "leaf",
    ProjectStage.DONE: "check",
}

register.filter("public_opinions", selectors.opinions_of)
register.simple_tag(selectors.latest_news)
register.simple_tag(selectors.latest_projects)
register.simple_tag(selectors.open_calls)
register.simple_tag(selectors.involvement_of, name="involvement")
register.simple_tag(selectors.charter_of, name="charter")
register.simple_tag(selectors.people_of, name="organisation_people")
register.simple_tag(selectors.networks_of, name="networks")
register.simple_tag(selectors.members_of, name="network_members")
register.simple_tag(selectors.partners_of, name="programme_partners")
register.simple_tag(selectors.coverage_of, name="programme_coverage")
register.simple_tag(selectors.versions_of, name="programme_versions")
register.simple_tag(selectors.words_of_programme, name="programme_words")
register.simple_tag(selectors.letters_of, name="glossary_letters")
register.simple_tag(selectors.word_of, name="glossary_word")
register.simple_tag(selectors.programmes_sharing)
register.simple_tag(selectors.news_of, name="project_news")
register.simple_tag(selectors.call_partners)
register.simple_tag(selectors.other_campaigns)
register.simple_tag(selectors.launched_by, name="launched_calls")
register.simple_tag(contradictions_of, name="dates_to_check")


@register.simple_tag
def home_sections(page: Page) -> dict[str, Page]:
    """The sections under the first page, by the name of their class."""
    return selectors.sections_of(page)


@register.filter
def stage_icon(stage: str) -> str:
    """The icon that repeats the word of a project's stage (look.md: colour never alone)."""
    return STAGE_ICONS.get(ProjectStage(stage), "project")


@register.filter
def gloss(html: str, words: Iterable[selectors.Word]) -> SafeString:
    """Safe HTML of editors with a link on the first appearance of each word of the glossary."""
    return mark_safe(glossed(html, [word.term for word in words]))


@register.filter
def teasers(pages: Iterable[Any]) -> list[Any]:
    """The teaser of each page."""
    return [page.teaser for page in pages]
