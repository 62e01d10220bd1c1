from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = "journal"

    def ready(self) -> None:
        from cms.approval import approved_content
        from cms.registries import DueWork, due_work, personal_data
        from events.signals import wish_stored

        from . import personal_data as own_data
        from .receivers import on_wish_stored
        from .services import ask_again, handle_lost_wishes, purge_drafts, remind_of_tasks
        from .services.workflows import on_approved, on_cited_people_step
        from .signals import cited_people_step_began

        for treatment in own_data.TREATMENTS:
            personal_data.register(treatment)
        due_work.register(DueWork(name="souhaits de bénévoles à reprendre", run=handle_lost_wishes))
        due_work.register(DueWork(name="passages à faire relire de nouveau", run=ask_again))
        due_work.register(DueWork(name="tâches du journal à rappeler", run=remind_of_tasks))
        due_work.register(DueWork(name="copies de brouillons à oublier", run=purge_drafts))
        approved_content.register(on_approved)
        wish_stored.connect(on_wish_stored, dispatch_uid="journal.wish_stored")
        cited_people_step_began.connect(on_cited_people_step, dispatch_uid="journal.cited_people")
