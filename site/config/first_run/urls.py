from django.urls import path

from . import views

urlpatterns = [path("premiers-pas/<str:token>/", views.first_run, name="first_run")]
