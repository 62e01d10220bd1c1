"""Addresses of what happens before the afternoon of a workshop; part of `events.urls`."""

from django.urls import path
from django.views.decorators.cache import never_cache

from .views import board, cadres, preparing, questionnaire, rooms

urlpatterns = [
    path("cadres/", cadres.cadres, name="cadres"),
    path("cadres/<slug:slug>/", cadres.cadre, name="cadre"),
    path("cadres/<slug:slug>.pdf", cadres.cadre_pdf, name="cadre_pdf"),
    path("preparation/<str:token>/", preparing.team, name="team"),
    path(
        "rendez-vous/<number:page_id>/questionnaire/",
        never_cache(questionnaire.QuestionnaireView.as_view()),
        name="questionnaire",
    ),
    path("mes-reponses/<str:token>/", questionnaire.own_replies, name="own_replies"),
    path("rendez-vous/<number:page_id>/etat-des-lieux/", board.board, name="board"),
    path("rendez-vous/<number:page_id>/etat-des-lieux.pdf", board.board_pdf, name="board_pdf"),
    path("salle/<uuid:key>/", rooms.phone, name="phone"),
    path("salle/<uuid:key>/envois/", rooms.phone_queue, name="phone_queue"),
    path("mur/<uuid:key>/", rooms.wall, name="wall"),
    path("mur/<uuid:key>/etat/", rooms.wall_state, name="wall_state"),
    path("saisie/<uuid:key>/", rooms.sheets, name="sheets"),
]
