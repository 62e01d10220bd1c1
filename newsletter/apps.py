from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = "infolettre"

    def ready(self) -> None:
        from cms.registries import DueWork, due_work, personal_data
        from events.signals import wish_stored
        from home.registries import AddressSource, addresses
        from outbox.registries import InboundHandler, inbound_mail

        from . import personal_data as own_data
        from .chores import CHORES
        from .elsewhere import public_addresses
        from .receivers import on_wish_stored
        from .services.replies import take_reply

        for treatment in own_data.ALL:
            personal_data.register(treatment)
        addresses.register(AddressSource(public_addresses))
        for name, run in CHORES.items():
            due_work.register(DueWork(name=name, run=run))
        inbound_mail.register(InboundHandler(name="réponses à l’infolettre", handle=take_reply))
        wish_stored.connect(on_wish_stored, dispatch_uid="newsletter.wish_stored")
