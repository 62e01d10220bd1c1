"""What can be asked about the demonstration without changing anything."""

from django.contrib.auth import get_user_model
from wagtail.models import Page

from config.first_run.tree import ROOMS
from config.models import DemoRun


def demo_stands() -> bool:
    return DemoRun.objects.standing().exists()


def is_untouched() -> bool:
    """Nobody ever used this site: no account, no page but the empty rooms, and no demonstration, even an erased one."""
    rooms = {room.model for room in ROOMS.values()}
    if DemoRun.objects.exists() or get_user_model().objects.exists():
        return False
    return not any(page.specific_class not in rooms for page in Page.objects.filter(depth__gt=2))
