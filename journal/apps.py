from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"
    verbose_name = "journal"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from cms.approval import approved_content
        from cms.registries import DueWork, due_work, personal_data
        from events.signals import wish_stored
        from home.registries import AddressSource, InvolvementSource, addresses, involvements
        from people.signals import consent_withdrawn

        from . import personal_data as own_data
        from . import personal_data_paper as paper_data
        from .elsewhere import articles_about, public_addresses
        from .receivers import on_wish_stored
        from .services import (
            ask_again,
            distribution,
            editions,
            handle_lost_wishes,
            purge_drafts,
            remind_of_tasks,
            withholding,
        )
        from .services.warning import tell_of_withdrawals
        from .services.watching import follow_addresses
        from .services.workflows import on_approved, on_cited_people_step, on_proofreading_again
        from .signals import cited_people_step_began, proofreading_began_again

        for treatment in (*own_data.TREATMENTS, *paper_data.ALL):
            personal_data.register(treatment)
        involvements.register(InvolvementSource("articles", "Dans le journal", articles_about))
        addresses.register(AddressSource(public_addresses))
        due_work.register(DueWork(name="souhaits de bénévoles à reprendre", run=handle_lost_wishes))
        due_work.register(DueWork(name="passages à faire relire de nouveau", run=ask_again))
        due_work.register(DueWork(name="refus à suivre sur les pages publiées", run=withholding.obey_recent_answers))
        due_work.register(DueWork(name="accords retirés à signaler à la rédaction", run=tell_of_withdrawals))
        due_work.register(DueWork(name="tâches du journal à rappeler", run=remind_of_tasks))
        due_work.register(DueWork(name="copies de brouillons à oublier", run=purge_drafts))
        due_work.register(DueWork(name="tirages du journal à reprendre", run=editions.wake_editions))
        due_work.register(DueWork(name="tirages dont un accord est retiré", run=editions.withdraw_editions))
        due_work.register(DueWork(name="épreuves anciennes à effacer", run=editions.forget_proofs))
        due_work.register(DueWork(name="adresses imprimées qui ne mènent plus à rien", run=follow_addresses))
        due_work.register(DueWork(name="abonnements postaux à oublier", run=distribution.forget_postal_subscribers))
        due_work.register(
            DueWork(name="contacts des lieux fermés à oublier", run=distribution.forget_contacts_of_closed_points)
        )
        approved_content.register(on_approved)
        wish_stored.connect(on_wish_stored, dispatch_uid="journal.wish_stored")
        cited_people_step_began.connect(on_cited_people_step, dispatch_uid="journal.cited_people")
        consent_withdrawn.connect(withholding.on_consent_withdrawn, dispatch_uid="journal.consent_withdrawn")
        page_published.connect(withholding.on_published, dispatch_uid="journal.page_published")
        proofreading_began_again.connect(on_proofreading_again, dispatch_uid="journal.proofreading_again")
