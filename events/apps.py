from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "ateliers et formations"

    def ready(self) -> None:
        from cms.registries import DueWork, due_work, personal_data

        from .personal_data import TREATMENTS
        from .services import expire_holds, purge_registrations
        from .services.answers import purge_answers, purge_needs

        for treatment in TREATMENTS:
            personal_data.register(treatment)
        due_work.register(DueWork(name="places non confirmées", run=expire_holds))
        due_work.register(DueWork(name="besoins particuliers", run=purge_needs))
        due_work.register(DueWork(name="réponses anciennes", run=purge_answers))
        due_work.register(DueWork(name="inscriptions anciennes", run=purge_registrations))
