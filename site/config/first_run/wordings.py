"""The words beside each box, until the association writes its own (law.md C-02, G-03).

They name nobody: « notre association » is whoever signs the legal notices.
"""

from people.enums import ConsentPurpose
from people.models import ConsentText

RIGHTS = (
    "Vous pouvez à tout moment consulter, corriger ou faire effacer ces informations en nous écrivant "
    "(adresse dans les mentions légales), ou saisir la CNIL."
)

WORDINGS: dict[ConsentPurpose, tuple[str, str]] = {
    ConsentPurpose.LETTER: (
        "J’accepte de recevoir par courriel l’infolettre, ou ce que je choisis de suivre.",
        "Notre association conserve votre adresse pour vous envoyer l’infolettre, ou les nouvelles de ce que vous "
        "suivez, et pour rien d’autre. Elle l’efface "
        "quand vous vous désabonnez, ou après trois ans sans nouvelles de vous. Chaque lettre porte un lien pour "
        f"partir en un clic. {RIGHTS}",
    ),
    ConsentPurpose.REGISTRATION: (
        "J’accepte que ces informations servent à organiser ce rendez-vous.",
        "Seule l’équipe qui prépare le rendez-vous les voit. Votre prénom, votre nom et votre adresse sont nécessaires "
        "pour tenir votre place ; le reste est facultatif. Tout est effacé douze mois après la dernière date. "
        f"{RIGHTS}",
    ),
    ConsentPurpose.ADDRESS_BOOK: (
        "J’accepte de figurer dans le carnet d’adresses de l’atelier.",
        "Votre nom, votre structure et ce que vous faites y sont présentés aux publics que vous choisissez. Votre "
        "courriel, votre téléphone et votre adresse ne paraissent que si vous les cochez, public par public. "
        "Votre fiche disparaît du site dès que vous retirez votre "
        "accord ; ce qui est déjà imprimé ne peut pas être repris. Une fois par an, nous vous demandons si elle est "
        f"toujours juste : sans réponse au bout de soixante jours, elle est retirée. {RIGHTS}",
    ),
    ConsentPurpose.QUOTE: (
        "J’accepte que mes paroles soient citées avec mon nom.",
        "Sans cet accord, ce que vous dites reste anonyme. Vous relisez le passage avant sa parution. Si vous changez "
        "d’avis, votre nom est retiré du site ; ce qui est déjà imprimé ne peut pas être repris. "
        f"{RIGHTS}",
    ),
    ConsentPurpose.VOLUNTEER: (
        "J’accepte que l’équipe du journal me contacte.",
        "Votre nom et votre adresse servent à vous proposer d’écrire, de photographier, de relire ou de distribuer, "
        f"selon ce que vous avez coché. Ils sont effacés dès que vous le demandez. {RIGHTS}",
    ),
    ConsentPurpose.NEEDS: (
        "J’accepte que l’équipe lise ce que j’écris ici pour m’accueillir.",
        "Ce que vous dites de votre repas ou de votre accueil n’est lu que par les personnes qui préparent "
        "le rendez-vous. Cela ne figure dans aucune liste et s’efface sept jours après. Vous pouvez ne rien dire : "
        f"votre place ne change pas. {RIGHTS}",
    ),
    ConsentPurpose.NAMED: (
        "J’accepte que mon nom et ma présentation paraissent au programme.",
        "Votre nom, votre structure et quelques mots sur vous sont publiés sur la page du rendez-vous et dans ce qui "
        "l’annonce. Si vous changez d’avis, ils sont retirés du site ; ce qui est déjà imprimé ne peut pas être "
        f"repris. {RIGHTS}",
    ),
    ConsentPurpose.CONFIDED: (
        "J’accepte que ces mots, et eux seuls, soient rendus publics.",
        "Ce qui s’est dit en confiance reste fermé. Votre accord porte sur ces mots exactement ; il ne vaut que si "
        "chaque personne concernée donne le sien. Rendus publics, sans votre nom, ces mots le sont sous la licence "
        "CC BY-SA 4.0 : tout le monde peut les citer, les traduire et les reprendre, même dans ce qui se vend, en "
        "disant d’où ils viennent et en gardant la même licence. Si vous changez d’avis, le passage est refermé sur le "
        "site ; ce qui est déjà imprimé, ou repris ailleurs entre-temps, ne peut pas être rattrapé. "
        f"Sans réponse de votre part, c’est non. {RIGHTS}",
    ),
    ConsentPurpose.DIRECTORY: (
        "J’accepte que mon nom et ma fonction figurent sur la page de ma structure.",
        "Votre nom et votre fonction sont publiés sur la page de votre structure et dans l’annuaire « Qui fait quoi ». "
        "Votre adresse et votre téléphone n’y paraissent jamais. Si vous changez d’avis, votre nom est retiré du site "
        f"aussitôt. {RIGHTS}",
    ),
    ConsentPurpose.POST: (
        "J’accepte que mon adresse serve à m’envoyer le journal par la poste.",
        "Votre nom et votre adresse postale sont lus par les personnes qui préparent les envois, et par elles seules. "
        f"Ils sont effacés deux mois après la fin de votre abonnement. {RIGHTS}",
    ),
}


def publish_wordings() -> None:
    """Publish a first revision of each text that does not exist yet."""
    known = set(ConsentText.objects.values_list("purpose", flat=True))
    for purpose, (label, notice) in WORDINGS.items():
        if purpose not in known:
            text = ConsentText.objects.create(purpose=purpose, label=label, notice=notice, live=False)
            text.save_revision().publish()
