"""How one registers at an event, or at a whole series: what is asked, of how many people, for which dates."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

# One organisation may send that many people with one form, whatever an editor asks (law.md C-09).
MOST_PEOPLE = 10


class RegistrationRules(models.Model):
    """Shared by events and series; a date of a series follows its series."""

    registration_form = models.ForeignKey(
        "events.QuestionForm",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="questions posées",
        help_text="Sans questionnaire, on demande le prénom, le nom et une adresse électronique.",
    )
    asks_profile = models.BooleanField("demander le profil", default=False)
    asks_access = models.BooleanField(
        "demander les besoins d’accueil",
        default=False,
        help_text="Accès, interprétation, repos… Réponse libre, lue par l’équipe d’accueil, effacée après 7 jours.",
    )
    admits_minors = models.BooleanField(
        "des personnes mineures peuvent s’inscrire",
        default=False,
        help_text="Le formulaire demande alors, pour chacune, l’adresse d’un parent ou d’une personne responsable, que "
        "le site avertit.",
    )
    people_at_most = models.PositiveSmallIntegerField(
        "personnes par formulaire",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
        help_text="Une structure peut inscrire plusieurs personnes d’un coup. Chacune a sa place et son rang.",
    )
    registers_to_all = models.BooleanField(
        "on s’inscrit à toutes les dates",
        default=False,
        help_text="Pour une formation dont les séances se suivent. Sinon chaque personne coche les siennes.",
    )

    contact_email = models.EmailField(
        "adresse pour les questions",
        blank=True,
        help_text="Reçoit ce qu’on écrit par « Contacter l’organisateur ». Jamais affichée. "
        "À défaut, l’adresse de contact du site.",
    )

    registration_panel = MultiFieldPanel(
        [
            FieldPanel("registration_form"),
            FieldPanel("registers_to_all"),
            FieldPanel("people_at_most"),
            FieldPanel("asks_profile"),
            FieldPanel("asks_access"),
            FieldPanel("admits_minors"),
            FieldPanel("contact_email"),
        ],
        heading="Inscription",
    )

    class Meta:
        abstract = True
