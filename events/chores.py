"""What the clock does for events, in this order."""

from cms.registries import DueWork

from .accompaniment.personal_data import purge as purge_accompaniments
from .accompaniment.services import end_rights, send_follow_ups
from .personal_learning import purge_cases
from .services import expire_holds, follow_places, purge_registrations, recount, send_join_links, send_reminders
from .services.answers import purge_answers, purge_needs
from .services.books import ask_yearly, forget_unanswered, let_silent_cards_go
from .services.capturing import shut_old_rooms
from .services.followups import send_thanks
from .services.forgetting_day import purge_day
from .services.forgetting_workshop import purge_cards
from .services.learning import remind_of_tasks
from .services.missing_links import warn_of_missing_links
from .services.openagenda import push_to_openagenda
from .services.openagenda_following import follow_openagenda
from .services.preparation import follow_all_dates, forget_teams, send_digests
from .services.questionnaire import forget_replies
from .services.seating import forget_seats
from .services.silence import nudge_silent_groups, purge_requests

CHORES = (
    DueWork("places non confirmées", expire_holds),
    DueWork("décompte des places", recount),
    DueWork("besoins particuliers", purge_needs),
    DueWork("réponses anciennes", purge_answers),
    DueWork("inscriptions anciennes", purge_registrations),
    DueWork("rappels", send_reminders),
    DueWork("liens de connexion", send_join_links),
    DueWork("liens de connexion qui manquent", warn_of_missing_links),
    DueWork("remerciements", send_thanks),
    DueWork("lieux changés", follow_places),
    DueWork("présences et attestations anciennes", purge_day),
    DueWork("graines sans nouvelles", nudge_silent_groups),
    DueWork("cas et retours de formation", purge_cases),
    DueWork("travaux entre deux séances", remind_of_tasks),
    DueWork("fiches restées sans réponse", forget_unanswered),
    DueWork("question annuelle du carnet d’adresses", ask_yearly),
    DueWork("fiches que personne ne dit justes", let_silent_cards_go),
    DueWork("demandes aux groupes", purge_requests),
    DueWork("ce qui change chez OpenAgenda", follow_openagenda),
    DueWork("OpenAgenda", push_to_openagenda),
    DueWork("préparations qui suivent leur date", follow_all_dates),
    DueWork("nouvelles de la préparation", send_digests),
    DueWork("salles refermées", shut_old_rooms),
    *(
        DueWork(f"ateliers anciens ({run.__name__})", run)
        for run in (purge_cards, forget_seats, forget_teams, forget_replies)
    ),
    DueWork("mandats d’appui terminés", end_rights),
    DueWork("nouvelles des projets accompagnés", send_follow_ups),
    DueWork("accompagnements anciens", purge_accompaniments),
)
