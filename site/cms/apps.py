from django.apps import AppConfig
from django.urls import register_converter

from .numbers import NumberConverter


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "contenus"

    def ready(self) -> None:
        register_converter(NumberConverter, "number")
