from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "personnes"

    def ready(self) -> None:
        from cms.registries import DueWork, due_work, personal_data

        from .humans.limits import forget_limits
        from .personal_data import TREATMENTS, purge_sealed

        for treatment in TREATMENTS:
            personal_data.register(treatment)
        due_work.register(DueWork(name="limites des formulaires à oublier", run=forget_limits))
        due_work.register(DueWork(name="passages restés fermés", run=purge_sealed))
