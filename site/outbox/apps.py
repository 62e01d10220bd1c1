from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "envois"

    def ready(self) -> None:
        from cms.registries import DueWork, due_work, personal_data

        from . import personal_data as own_data
        from .services import finish_mailings, purge_messages, purge_permits, sweep

        for treatment in own_data.ALL:
            personal_data.register(treatment)
        due_work.register(DueWork(name="courrier tenu par un programme arrêté", run=sweep))
        due_work.register(DueWork(name="envois groupés à clore", run=finish_mailings))
        due_work.register(DueWork(name="courriers à oublier", run=purge_messages))
        due_work.register(DueWork(name="permissions d’écrire à oublier", run=purge_permits))
