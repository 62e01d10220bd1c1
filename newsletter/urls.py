"""Addresses of the newsletter app that are not Wagtail pages."""

from django.urls import path

from .feeds import LettersFeed
from .views import leaving, originals, robots, subscribing

app_name = "newsletter"
urlpatterns = [
    path("infolettre/flux.atom", LettersFeed(), name="feed"),
    path("infolettre/originale/<int:dispatch_id>/", originals.original, name="original"),
    path("infolettre/originale/<int:dispatch_id>/corps.txt", originals.body, name="body"),
    path("infolettre/robots/", robots.trap, name="trap"),
    path("abonnement/", subscribing.SubscribeView.as_view(), name="subscribe"),
    path("abonnement/merci/", subscribing.SubscribedView.as_view(), name="subscribed"),
    path("abonnement/confirmer/<str:token>/", subscribing.ConfirmView.as_view(), name="confirm"),
    path("abonnement/quitter/<str:token>/", leaving.LeaveView.as_view(), name="leave"),
    path("abonnement/quitter-un-clic/<str:token>/", leaving.OneClickView.as_view(), name="one_click"),
]
