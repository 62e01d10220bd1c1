from django.apps import AppConfig


class ConfigAppConfig(AppConfig):
    name = "config"
    verbose_name = "configuration"

    def ready(self) -> None:
        from cms.registries import personal_data

        from . import checks  # noqa: F401 (registers the system checks)
        from .texts.in_hand import IN_HAND

        personal_data.register(IN_HAND)
