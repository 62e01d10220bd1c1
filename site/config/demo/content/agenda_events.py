"""Workshops and trainings."""

from events.enums import Modality, PriceKind, SessionState
from home.enums import PartnerRole

from .agenda import MODULES, SPRING_2021, Dated, Event, moment, training_sessions
from .calendar import Calendar
from .entries import Entry, Link, action, heading, picture, points, quote, text

OURS = (Link("cols-reunis"), PartnerRole.CARRIER)
MORNING = (
    moment("9:00", "9:30", "Accueil, café, et le plan de la vallée à compléter"),
    moment("9:30", "11:00", "Qui fait quoi ?", "Une minute et un papier de couleur par personne."),
    moment("11:00", "12:00", "Nos enjeux", "On complète l’état des lieux affiché au mur."),
)
LUNCH = (moment("12:00", "13:00", "Disco-soupe", "Apportez un couteau et un légume."),)
AFTERNOON = (
    moment("13:00", "13:30", "Des besoins aux tables"),
    moment("13:30", "15:15", "Premiers pas à plusieurs", "Chaque table part d’un besoin."),
    moment("15:15", "16:00", "Restitution, et qui fait la suite"),
)


def events(calendar: Calendar) -> list[Event]:
    return [
        past_workshop(calendar),
        next_workshop(calendar),
        past_training(),
        next_training(calendar),
        open_evening(calendar),
    ]


def past_workshop(calendar: Calendar) -> Event:
    return Event(
        entry=Entry(
            key="atelier-passe",
            title="Qui m’emmène ?",
            summary="Vingt-deux personnes ont passé un samedi à se demander comment aller au cinéma, au travail ou chez le "
            "médecin, et surtout comment en revenir.",
            picture="route",
            topics=["Mobilité", "Coopération"],
            territory="Hautes-Combes",
            body=[
                text(
                    "Dans nos vallées, tout le monde va quelque part et personne ne sait avec qui. Le transporteur, les "
                    "communes, La Roue libre, des gens du soin et les Lève-Tôt du 6 h 12 se sont assis autour d’une carte "
                    "dessinée sur un drap."
                ),
                picture("table", caption="La table ronde du matin, telle que nous nous en souvenons."),
                heading("Ce qu’il en reste"),
                points(
                    "un état des lieux de vingt-quatre éléments ;",
                    "un carnet d’adresses de douze fiches ;",
                    "trois graines de projet, et un groupe pour chacune.",
                ),
                quote(
                    "On est venus pour un car. On est repartis à neuf dedans.", by="Un participant", role="Trois-Cols"
                ),
            ],
            fields={
                "stake": "Comment aller et revenir, dans nos trois vallées, sans avoir chacun et chacune sa voiture ?",
                "meal": "Disco-soupe : chaque personne apporte un couteau et un légume.",
                "venue_name": "Ancienne gare du tortillard",
                "venue_address": "3 montée du Dernier-Wagon, Sainte-Ourse-sur-Rouspète",
                "venue_access": "De plain-pied. Car de 8 h 20, arrêt Gare. Boucle magnétique.",
                "motor_impaired": True,
                "hearing_impaired": True,
                "price_kind": PriceKind.FREE,
                "audience": "Toute personne qui se déplace, et celles qui ne le peuvent plus.",
                "programme": Link("ateliers"),
                "partners": [OURS, (Link("roue-libre"), PartnerRole.PARTNER), (Link("leve-tot"), PartnerRole.PARTNER)],
            },
        ),
        sessions=[
            Dated(
                day=calendar.past_workshop,
                hours=(9, 16),
                title="La journée",
                state=SessionState.TOOK_PLACE,
                capacity=30,
                taken=22,
                moments=(*MORNING, *LUNCH, *AFTERNOON),
            )
        ],
    )


def next_workshop(calendar: Calendar) -> Event:
    first, second = calendar.next_workshop
    return Event(
        entry=Entry(
            key="atelier-ouvert",
            title="À table !",
            summary="Un atelier en deux samedis sur ce que l’on mange, qui le fait pousser, qui le cuisine et qui reste seul "
            "ou seule devant.",
            picture="etals",
            topics=["Alimentation", "Lien social"],
            territory="Trois-Cols",
            body=[
                text(
                    "Il y a des légumes qui ne trouvent pas de cantine, des cantines qui ne trouvent pas de légumes, et "
                    "soixante personnes qui déjeunent seules entre Col-Fleuri et La Traverse. Il doit y avoir un moyen."
                ),
                heading("Deux samedis"),
                points(
                    f"<b>Le {calendar.words(first)}, se connaître</b> : qui fait quoi, et où cela coince.",
                    f"<b>Le {calendar.words(second)}, coopérer</b> : des tables, des besoins, des premiers pas.",
                ),
                text(
                    "On peut venir à un seul des deux. On peut aussi ne venir que pour le repas, mais on fera la vaisselle."
                ),
                action("Comprendre la méthode", page="cadre", words="Ce que nous promettons, ce que nous demandons."),
            ],
            fields={
                "stake": "Comment bien manger, ici, ensemble, et que cela fasse vivre celles et ceux qui cultivent ?",
                "meal": "Disco-soupe le premier samedi, pique-nique partagé le second.",
                "venue_name": "Salle des fêtes de Col-Fleuri",
                "venue_address": "Place du Vieux-Téléski, Col-Fleuri",
                "venue_access": "Rampe à l’arrière, côté cuisine. Covoiturage organisé par La Roue libre.",
                "price_kind": PriceKind.FREE,
                "audience": "Gens de la terre, des cantines, de l’épicerie, du soin, élues et élus, mangeuses et mangeurs.",
                "programme": Link("ateliers"),
                "partners": [OURS, (Link("garde-manger"), PartnerRole.PARTNER)],
            },
        ),
        sessions=[
            Dated(
                day=first,
                hours=(9, 13),
                title="Premier temps : se connaître",
                state=SessionState.OPEN,
                capacity=30,
                taken=11,
                has_meal=True,
                moments=(*MORNING, *LUNCH),
            ),
            Dated(
                day=second,
                hours=(12, 16),
                title="Second temps : coopérer",
                state=SessionState.OPEN,
                capacity=30,
                taken=8,
                has_meal=True,
                moments=(moment("12:00", "13:00", "Pique-nique partagé"), *AFTERNOON),
            ),
        ],
    )


def past_training() -> Event:
    return Event(
        entry=Entry(
            key="formation-2021",
            title="Les outils à distance au service de la pédagogie (2021)",
            summary="Trois modules, six séances et treize heures, du 16 mars au 25 mai 2021, pour le secteur de la culture.",
            picture="lettre",
            topics=["Formation", "Numérique"],
            body=[
                text(
                    "L’édition d’origine, telle que son programme l’annonçait : un groupe d’échange, quatre séances d’essai "
                    "d’outils, et un dernier temps sur la suite en réseau."
                ),
                action("Lire le programme en détail", page="outils-a-distance"),
            ],
            fields={
                "objectives": "Maintenir ou relancer l’activité des structures culturelles. Connaître les outils numériques "
                "pour mieux les choisir. Réfléchir ensemble à ce que veut dire « faire réseau ».",
                "modality": Modality.ONLINE,
                "audience": "Bénévoles, salariées et salariés de structures culturelles qui enseignent ou veulent enseigner.",
                "programme": Link("outils-a-distance"),
            },
        ),
        kind="training",
        modules=MODULES,
        sessions=training_sessions(SPRING_2021, state=SessionState.CLOSED),
    )


def next_training(calendar: Calendar) -> Event:
    return Event(
        entry=Entry(
            key="formation-ouverte",
            title="Enseigner de loin sans s’éloigner",
            summary="Treize heures au printemps pour apprendre à enseigner à distance, les jours où le col est fermé.",
            picture="marche",
            topics=["Formation", "Numérique"],
            territory="Hautes-Combes",
            body=[
                text(
                    "Une leçon de violoncelle par temps de neige, un atelier d’écriture entre deux vallées : qu’est-ce qui "
                    "passe l’écran, et qu’est-ce qui n’y passe jamais ? Six séances, au rythme de l’édition de 2021."
                ),
                points(
                    "entre deux séances, on essaie pour de vrai, et l’on raconte ;",
                    "les situations de chacune et chacun restent dans le groupe ;",
                    "on s’inscrit aux six séances ensemble.",
                    title="Comment cela se passe",
                ),
                action("Lire le programme d’origine", page="outils-a-distance"),
            ],
            fields={
                "objectives": "Choisir ses outils avec des critères à soi. Les avoir essayés avec de vrais élèves. Savoir "
                "ce que l’on garde pour le présentiel. Avoir quatre numéros à appeler quand cela ne marche pas.",
                "modality": Modality.ONLINE,
                "registers_to_all": True,
                "price_kind": PriceKind.PAY_WHAT_YOU_CAN,
                "price_note": "Prix conseillé : 60 € pour les six séances, gratuit pour qui ne peut pas.",
                "audience": "Bénévoles et gens de métier de la culture qui enseignent, ou voudraient s’y mettre.",
                "programme": Link("outils-a-distance"),
                "partners": [OURS, (Link("cle-des-champs"), PartnerRole.PARTNER)],
            },
        ),
        kind="training",
        modules=MODULES,
        sessions=training_sessions(
            calendar.training,
            state=SessionState.OPEN,
            taken=5,
            join_url="https://visio.lescolsreunis.example/de-loin-4b7d",
        ),
    )


def open_evening(calendar: Calendar) -> Event:
    return Event(
        entry=Entry(
            key="reunion-ouverte",
            title="Un soir, porte ouverte",
            summary="La gare sans train allume ses lampes : on passe, on s’assoit, on demande à quoi tout cela sert, et l’on "
            "repart avec un journal.",
            picture="nuit",
            topics=["Lien social", "Coopération"],
            territory="Sainte-Ourse-sur-Rouspète",
            body=[
                text(
                    "Une fois par saison, personne ne prépare rien. Les trois personnes salariées sont là, quelques "
                    "bénévoles aussi, et l’on répond aux questions dans l’ordre où elles entrent."
                ),
                points(
                    "on vient quand on veut, on part de même ;",
                    "on ne s’inscrit pas, et l’on ne note le nom de personne ;",
                    "les enfants et les chiens polis entrent aussi.",
                    title="Comment cela se passe",
                ),
                action("Comprendre la méthode", page="cadre", words="Ce que nous promettons, ce que nous demandons."),
            ],
            fields={
                "without_registration": True,
                "venue_name": "Ancienne gare du tortillard",
                "venue_address": "3 montée du Dernier-Wagon, Sainte-Ourse-sur-Rouspète",
                "motor_impaired": True,
                "hearing_impaired": True,
                "venue_access": "De plain-pied, boucle magnétique. Le dernier car part à 18 h 40 : les retours en voiture se "
                "partagent à la sortie.",
                "price_kind": PriceKind.FREE,
                "audience": "Qui passe par là, qui hésite à venir à un atelier, qui veut seulement voir la gare.",
                "partners": [OURS, (Link("leve-tot"), PartnerRole.PARTNER)],
            },
        ),
        kind="meeting",
        sessions=[
            Dated(
                day=calendar.open_evening,
                hours=(18, 20),
                state=SessionState.ANNOUNCED,
                moments=(
                    moment("18:00", "18:30", "La soupe, et les présentations"),
                    moment("18:30", "19:30", "Vos questions", "Dans l’ordre où elles entrent."),
                    moment("19:30", "20:00", "Le journal, la vaisselle"),
                ),
            )
        ],
    )
