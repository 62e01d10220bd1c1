from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "infolettre"

    def ready(self) -> None:
        from cms.registries import DueWork, due_work, personal_data
        from events.signals import wish_stored

        from . import personal_data as own_data
        from .chores import CHORES
        from .receivers import on_wish_stored

        for treatment in own_data.ALL:
            personal_data.register(treatment)
        for name, run in CHORES.items():
            due_work.register(DueWork(name=name, run=run))
        wish_stored.connect(on_wish_stored, dispatch_uid="newsletter.wish_stored")
