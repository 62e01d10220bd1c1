"""Addresses of the events app that are not Wagtail pages."""

from django.urls import path
from django.views.decorators.cache import never_cache

from . import views, workshop_urls
from .accompaniment import views as accompaniment

app_name = "events"
urlpatterns = [
    path("accompagnement/", accompaniment.offered, name="accompaniment_catalogue"),
    path("accompagnement/demander/", never_cache(accompaniment.RequestView.as_view()), name="accompaniment_ask"),
    path("accompagnement/groupe/<str:token>/", accompaniment.group, name="accompaniment"),
    path("accompagnement/nouvelles/<str:token>/", accompaniment.news, name="accompaniment_news"),
    path("agenda.ics", views.agenda_calendar, name="agenda_calendar"),
    path("agenda.xml", views.AgendaFeed(), name="agenda_feed"),
    path("rendez-vous/<int:page_id>.ics", views.page_calendar, name="page_calendar"),
    path("mon-agenda/<uuid:key>.ics", views.private_calendar, name="private_calendar"),
    path("inscriptions/confirmer/<str:token>/", views.confirm, name="confirm"),
    path("inscriptions/ma-place/<str:token>/", views.manage, name="manage"),
    path("inscriptions/annuler/<str:token>/", views.cancel, name="cancel"),
    path("rendez-vous/<int:page_id>/contact/", views.contact, name="contact"),
    path("attestations/", views.check_certificate, name="check_certificate"),
    path("attestations/<str:code>/", views.certificate, name="certificate"),
    path("inscriptions/attestation/<str:token>/", views.own_certificate, name="own_certificate"),
    path("inscriptions/mon-agenda/<str:token>/", views.own_calendar, name="own_calendar"),
    path("presence/<str:token>/", views.presence, name="presence"),
    path("inscriptions/avis/<str:token>/", views.evaluate, name="evaluate"),
    path("accueil-seance/<str:token>/", views.door, name="door"),
    path("accueil-seance/<str:token>/sans-reseau.js", views.door_worker, name="door_worker"),
    path("accueil-seance/<str:token>/notes/", views.door_notes, name="door_notes"),
    path("accueil-seance/<str:token>/tour-de-table/", views.round_table, name="round_table"),
    path("inscriptions/changer/<str:token>/", views.change, name="change"),
    path("inscriptions/adresse/<str:token>/", views.ask_address, name="address"),
    path("inscriptions/nouvelle-adresse/<str:token>/", views.confirm_address, name="confirm_address"),
    path("inscriptions/mes-dates/<str:token>.ics", views.own_dates, name="own_dates"),
    path("inscriptions/tout-rendre/<str:token>/", views.give_all_back, name="give_all_back"),
    path("inscriptions/mon-courriel/<str:token>/", views.settle_mail, name="settle_mail"),
    path("inscriptions/mes-donnees/<str:token>/", views.data, name="data"),
    path("inscriptions/effacer/<str:token>/", views.erase, name="erase"),
    path("inscriptions/espace-commun/<str:token>/", views.learn, name="learn"),
    path("inscriptions/forces-et-faiblesses/<str:token>/", views.remark, name="remark"),
    path("formations/<int:page_id>/outils/", views.tools, name="tools"),
    path("rejoindre/<str:token>/", views.join, name="join"),
    path("inscriptions/<int:page_id>/", views.register, name="register"),
    path("inscriptions/<int:page_id>/merci/", views.thanks, name="thanks"),
    path("graines/<slug:slug>/", views.seed, name="seed"),
    path("graines/<slug:slug>/nouvelles.xml", views.SeedFeed(), name="seed_feed"),
    path("graines/<slug:slug>/rejoindre/", views.JoinView.as_view(), name="group_join"),
    path("ateliers/<int:page_id>/restitution/", views.restitution, name="restitution"),
    path("ateliers/<int:page_id>/carnet.<str:extension>", views.public_book, name="public_book"),
    path("carnet/ma-fiche/<str:token>/", views.card, name="card"),
    path("carnet/<str:token>/", views.book, name="book"),
    path("carnet/<str:token>/carnet.<str:extension>", views.book, name="book_file"),
    path("groupe/confirmer/<str:token>/", views.group_confirm, name="group_confirm"),
    path("groupe/<str:token>/", views.group, name="group"),
    path("groupe/<str:token>/fichiers/<uuid:key>/", views.group_file, name="group_file"),
    *workshop_urls.urlpatterns,
]
