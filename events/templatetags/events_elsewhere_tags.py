"""What templates of the home app may ask of events."""

from django import template

from .. import elsewhere

register = template.Library()

register.simple_tag(elsewhere.editions_of, name="programme_editions")
register.simple_tag(elsewhere.latest_seeds)
