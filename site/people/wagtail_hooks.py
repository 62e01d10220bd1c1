"""The menu « Personnes »."""

from wagtail.snippets.models import register_snippet

from .viewsets import PeopleGroup

# register_snippet takes any viewset or group; only it makes ConsentText known as a snippet.
register_snippet(PeopleGroup)
