"""Addresses of the newsletter app that are not Wagtail pages."""

from django.urls import path

from .feeds import LettersFeed
from .views import chain, leaving, originals, preferences, robots, staying, subscribing

app_name = "newsletter"
urlpatterns = [
    path("chaine/", chain.chains, name="chains"),
    path("chaine/<number:page_id>/", chain.chain, name="chain"),
    path("infolettre/flux.atom", LettersFeed(), name="feed"),
    path("infolettre/originale/<number:dispatch_id>/", originals.original, name="original"),
    path("infolettre/originale/<number:dispatch_id>/corps.txt", originals.body, name="body"),
    path("infolettre/robots/", robots.trap, name="trap"),
    path("abonnement/", subscribing.SubscribeView.as_view(), name="subscribe"),
    path("abonnement/merci/", subscribing.SubscribedView.as_view(), name="subscribed"),
    path("abonnement/ailleurs/", subscribing.SnippetView.as_view(), name="snippet"),
    path("suivre/", subscribing.FollowableView.as_view(), name="followable"),
    path("suivre/<slug:kind>/<number:key>/", subscribing.FollowView.as_view(), name="follow"),
    path("abonnement/confirmer/<str:token>/", subscribing.ConfirmView.as_view(), name="confirm"),
    path("abonnement/preferences/", preferences.AskView.as_view(), name="ask_preferences"),
    path("abonnement/preferences/demandees/", preferences.AskedView.as_view(), name="preferences_asked"),
    path("abonnement/preferences/<str:token>/", preferences.PreferencesView.as_view(), name="preferences"),
    path("abonnement/recu/<str:token>/", preferences.receipt, name="receipt"),
    path("abonnement/adresse/<str:token>/", preferences.AddressView.as_view(), name="change_address"),
    path("abonnement/adresse/confirmer/<str:token>/", preferences.ConfirmAddressView.as_view(), name="confirm_address"),
    path("abonnement/rester/<str:token>/", staying.StayView.as_view(), name="stay"),
    path("abonnement/quitter/<str:token>/", leaving.LeaveView.as_view(), name="leave"),
    path("abonnement/quitter-un-clic/<str:token>/", leaving.OneClickView.as_view(), name="one_click"),
]
