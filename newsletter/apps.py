from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "infolettre"

    def ready(self) -> None:
        from cms.registries import DueWork, due_work, personal_data
        from events.signals import wish_stored

        from . import personal_data as own_data
        from .receivers import on_wish_stored
        from .services import forget_novelties, handle_lost_wishes, note_novelties, purge, send_due_letters

        for treatment in own_data.ALL:
            personal_data.register(treatment)
        due_work.register(DueWork(name="abonnements à oublier", run=purge))
        due_work.register(DueWork(name="souhaits d’infolettre à reprendre", run=handle_lost_wishes))
        due_work.register(DueWork(name="nouveautés à noter", run=note_novelties))
        due_work.register(DueWork(name="nouveautés à oublier", run=forget_novelties))
        due_work.register(DueWork(name="infolettres programmées", run=send_due_letters))
        wish_stored.connect(on_wish_stored, dispatch_uid="newsletter.wish_stored")
