"""What the frameworks ask to be done now and then, run by the clock beside what our own apps declare."""

from datetime import datetime, timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from cms.registries import DueWork
from config.texts.in_hand import forget_texts
from outbox.services import look

FINISHED_TASKS_KEPT = timedelta(days=14)


def publish_scheduled(_now: datetime) -> int:
    """Publish and expire the pages whose hour has come. Wagtail does not say how many: counted as none."""
    call_command("publish_scheduled", verbosity=0)
    return 0


def forget_expired_sessions(now: datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def forget_failed_logins(now: datetime) -> int:
    """Forget the addresses of visitors who mistyped a password, once they lock nothing any more."""
    cool_off = get_cool_off()
    return AccessAttempt.objects.filter(attempt_time__lt=now - cool_off).delete()[0] if cool_off else 0


def forget_finished_tasks(now: datetime) -> int:
    """Forget background jobs that ended long ago, and the names they carried."""
    return DBTaskResult.objects.filter(finished_at__lt=now - FINISHED_TASKS_KEPT).delete()[0]


CHORES = (
    # First: nothing else of a restored database may act on its own.
    DueWork(name="base restaurée d’une sauvegarde", run=look),
    DueWork(name="pages programmées", run=publish_scheduled),
    DueWork(name="sessions expirées", run=forget_expired_sessions),
    DueWork(name="connexions manquées", run=forget_failed_logins),
    DueWork(name="tâches terminées", run=forget_finished_tasks),
    DueWork(name="documents en cours de relecture", run=forget_texts),
)
