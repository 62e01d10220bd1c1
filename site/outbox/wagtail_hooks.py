from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from . import views
from .registers import OutboxGroup

modeladmin_register(OutboxGroup)


@hooks.register("register_admin_urls")
def register_decisions() -> list[URLPattern]:
    return [
        path("outbox/messages/<int:pk>/settle/", views.settle_message, name="outbox_settle_message"),
        path("outbox/mailings/<int:pk>/steer/", views.steer_mailing, name="outbox_steer_mailing"),
    ]
