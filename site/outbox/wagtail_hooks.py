from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail_modeladmin.options import modeladmin_register

from . import suppressing, views
from .panels import ClosedPanel
from .registers import OutboxGroup
from .services import closed_instance

modeladmin_register(OutboxGroup)


@hooks.register("register_admin_urls")
def register_decisions() -> list[URLPattern]:
    return [
        path("outbox/messages/<number:pk>/settle/", views.settle_message, name="outbox_settle_message"),
        path("outbox/uncertain/", views.uncertain, name="outbox_uncertain"),
        path("outbox/uncertain/log/", views.upload_log, name="outbox_upload_log"),
        path("outbox/mailings/<number:pk>/progress/", views.progress, name="outbox_progress"),
        path("outbox/suppressed/", suppressing.suppressed, name="outbox_suppressed"),
        path("outbox/restored/", views.restored, name="outbox_restored"),
        path("outbox/mailings/<number:pk>/steer/", views.steer_mailing, name="outbox_steer_mailing"),
    ]


@hooks.register("register_log_actions")
def name_what_is_lifted(actions: Any) -> None:
    actions.register_action(suppressing.LIFTED, "Lever une mise à l’écart", "Mise à l’écart levée")


@hooks.register("construct_homepage_panels")
def say_that_mail_is_stopped(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("outbox.change_mailing") and closed_instance():
        panels.insert(0, ClosedPanel())
