"""Who may put what under the journal, from the permissions of Wagtail’s pages."""

from django.db.models import QuerySet

from people.models import User

from ..models import IssuePage, JournalPage


def journals_open_to(user: User) -> list[JournalPage]:
    """The journals in which `user` may open an issue."""
    return [page for page in JournalPage.objects.order_by("path") if page.permissions_for_user(user).can_add_subpage()]


def issues_open_to(user: User) -> QuerySet[IssuePage]:
    """The issues in which `user` may write, newest first."""
    issues = IssuePage.objects.order_by("-number", "-pk")
    allowed = [issue.pk for issue in issues if issue.permissions_for_user(user).can_add_subpage()]
    return issues.filter(pk__in=allowed)


def may_prepare_dossiers(user: User) -> bool:
    return bool(journals_open_to(user)) or issues_open_to(user).exists()
