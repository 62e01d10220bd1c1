"""Addresses of the newsletter app that are not Wagtail pages."""

from django.urls import path

from .views import leaving, subscribing

app_name = "newsletter"
urlpatterns = [
    path("abonnement/", subscribing.SubscribeView.as_view(), name="subscribe"),
    path("abonnement/merci/", subscribing.SubscribedView.as_view(), name="subscribed"),
    path("abonnement/confirmer/<str:token>/", subscribing.ConfirmView.as_view(), name="confirm"),
    path("abonnement/quitter/<str:token>/", leaving.LeaveView.as_view(), name="leave"),
    path("abonnement/quitter-un-clic/<str:token>/", leaving.OneClickView.as_view(), name="one_click"),
]
