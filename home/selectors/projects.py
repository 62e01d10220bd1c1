"""What a project is in."""

from ..models import NewsPage, ProjectPage
from .front import shown


def news_of(project: ProjectPage) -> list[NewsPage]:
    """The news of `project`, newest first."""
    return list(shown(NewsPage.objects.filter(project=project)).order_by("-date", "-pk"))
