"""The mailbox of a development machine, mounted where DEBUG is on."""

from django.urls import path

from . import inbox

app_name = "outbox"
urlpatterns = [
    path("", inbox.mail_list, name="inbox"),
    path("<str:name>/", inbox.mail_detail, name="mail"),
    path("<str:name>/html/", inbox.mail_html, name="mail_html"),
    path("<str:name>/brut/", inbox.mail_raw, name="mail_raw"),
]
