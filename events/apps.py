from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "ateliers et formations"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from cms.registries import due_work, personal_data
        from home.registries import AddressSource, EditionSource, InvolvementSource, addresses, editions, involvements
        from people.keeping import withheld_exchanges

        from . import elsewhere, finding
        from .accompaniment.personal_data import TREATMENTS as ACCOMPANIMENT_TREATMENTS
        from .accompaniment.services import exchanges_beyond_term
        from .chores import CHORES
        from .personal_data import TREATMENTS
        from .personal_day import DAY_TREATMENTS
        from .personal_learning import LEARNING_TREATMENTS
        from .personal_workshop import WORKSHOP_TREATMENTS
        from .receivers import on_published

        for treatment in (
            *(*TREATMENTS, *DAY_TREATMENTS, *LEARNING_TREATMENTS),
            *(*WORKSHOP_TREATMENTS, *ACCOMPANIMENT_TREATMENTS),
        ):
            personal_data.register(treatment)
        for chore in CHORES:
            due_work.register(chore)
        withheld_exchanges.register(exchanges_beyond_term)
        involvements.register(InvolvementSource("rendez-vous", "À quels rendez-vous", elsewhere.events_of))
        involvements.register(InvolvementSource("graines", "Dans quelles graines de projet", elsewhere.seeds_of))
        editions.register(EditionSource(elsewhere.territorial_editions))
        addresses.register(AddressSource(elsewhere.public_addresses))
        finding.declare()
        page_published.connect(on_published, dispatch_uid="events_published")
