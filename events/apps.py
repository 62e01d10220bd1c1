from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "ateliers et formations"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from cms.registries import DueWork, due_work, personal_data
        from home.registries import AddressSource, EditionSource, InvolvementSource, addresses, editions, involvements
        from people.keeping import withheld_exchanges

        from . import elsewhere, finding
        from .accompaniment.personal_data import TREATMENTS as ACCOMPANIMENT_TREATMENTS
        from .accompaniment.personal_data import purge as purge_accompaniments
        from .accompaniment.services import end_rights, exchanges_beyond_term, send_follow_ups
        from .personal_data import TREATMENTS
        from .personal_day import DAY_TREATMENTS
        from .personal_learning import LEARNING_TREATMENTS, purge_cases
        from .personal_workshop import WORKSHOP_TREATMENTS
        from .receivers import on_published
        from .services import (
            expire_holds,
            follow_places,
            purge_registrations,
            recount,
            send_join_links,
            send_reminders,
        )
        from .services.answers import purge_answers, purge_needs
        from .services.books import ask_yearly, forget_unanswered, let_silent_cards_go
        from .services.capturing import shut_old_rooms
        from .services.followups import send_thanks
        from .services.forgetting_day import purge_day
        from .services.forgetting_workshop import purge_cards
        from .services.learning import remind_of_tasks
        from .services.openagenda import push_to_openagenda
        from .services.openagenda_following import follow_openagenda
        from .services.preparation import follow_all_dates, forget_teams, send_digests
        from .services.questionnaire import forget_replies
        from .services.seating import forget_seats
        from .services.silence import nudge_silent_groups, purge_requests

        for treatment in (*TREATMENTS, *DAY_TREATMENTS, *LEARNING_TREATMENTS, *WORKSHOP_TREATMENTS):
            personal_data.register(treatment)
        withheld_exchanges.register(exchanges_beyond_term)
        involvements.register(InvolvementSource("rendez-vous", "À quels rendez-vous", elsewhere.events_of))
        involvements.register(InvolvementSource("graines", "Dans quelles graines de projet", elsewhere.seeds_of))
        editions.register(EditionSource(elsewhere.territorial_editions))
        addresses.register(AddressSource(elsewhere.public_addresses))
        due_work.register(DueWork(name="places non confirmées", run=expire_holds))
        due_work.register(DueWork(name="décompte des places", run=recount))
        due_work.register(DueWork(name="besoins particuliers", run=purge_needs))
        due_work.register(DueWork(name="réponses anciennes", run=purge_answers))
        due_work.register(DueWork(name="inscriptions anciennes", run=purge_registrations))
        due_work.register(DueWork(name="rappels", run=send_reminders))
        due_work.register(DueWork(name="liens de connexion", run=send_join_links))
        due_work.register(DueWork(name="remerciements", run=send_thanks))
        due_work.register(DueWork(name="lieux changés", run=follow_places))
        due_work.register(DueWork(name="présences et attestations anciennes", run=purge_day))
        due_work.register(DueWork(name="graines sans nouvelles", run=nudge_silent_groups))
        due_work.register(DueWork(name="cas et retours de formation", run=purge_cases))
        due_work.register(DueWork(name="travaux entre deux séances", run=remind_of_tasks))
        due_work.register(DueWork(name="fiches restées sans réponse", run=forget_unanswered))
        due_work.register(DueWork(name="question annuelle du carnet d’adresses", run=ask_yearly))
        due_work.register(DueWork(name="fiches que personne ne dit justes", run=let_silent_cards_go))
        due_work.register(DueWork(name="demandes aux groupes", run=purge_requests))
        due_work.register(DueWork(name="ce qui change chez OpenAgenda", run=follow_openagenda))
        due_work.register(DueWork(name="OpenAgenda", run=push_to_openagenda))
        due_work.register(DueWork(name="préparations qui suivent leur date", run=follow_all_dates))
        due_work.register(DueWork(name="nouvelles de la préparation", run=send_digests))
        due_work.register(DueWork(name="salles refermées", run=shut_old_rooms))
        for forget in (purge_cards, forget_seats, forget_teams, forget_replies):
            due_work.register(DueWork(name=f"ateliers anciens ({forget.__name__})", run=forget))
        finding.declare()
        page_published.connect(on_published, dispatch_uid="events_published")
        for treatment in ACCOMPANIMENT_TREATMENTS:
            personal_data.register(treatment)
        due_work.register(DueWork(name="mandats d’appui terminés", run=end_rights))
        due_work.register(DueWork(name="nouvelles des projets accompagnés", run=send_follow_ups))
        due_work.register(DueWork(name="accompagnements anciens", run=purge_accompaniments))
