from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "envois"

    def ready(self) -> None:
        from cms.registries import DueWork, due_work, personal_data

        from . import journal, webhooks
        from . import personal_data as own_data
        from .inbound.mailbox import read_when_due
        from .services import (
            finish_mailings,
            forget_received,
            handle_waiting,
            pause_failing,
            purge_messages,
            purge_permits,
            settle_known,
            sweep,
        )

        webhooks.connect()
        for treatment in own_data.ALL:
            personal_data.register(treatment)
        due_work.register(DueWork(name="courrier tenu par un programme arrêté", run=sweep))
        due_work.register(DueWork(name="envois groupés à clore", run=finish_mailings))
        due_work.register(DueWork(name="envois groupés à arrêter", run=pause_failing))
        due_work.register(DueWork(name="doutes à lever", run=settle_known))
        due_work.register(DueWork(name="boîte aux lettres à relever", run=read_when_due))
        due_work.register(DueWork(name="courriers reçus à traiter", run=handle_waiting))
        due_work.register(DueWork(name="courriers reçus à oublier", run=forget_received))
        due_work.register(DueWork(name="courriers à oublier", run=purge_messages))
        due_work.register(DueWork(name="permissions d’écrire à oublier", run=purge_permits))
        due_work.register(DueWork(name="registre des retraits à élaguer", run=journal.prune))
