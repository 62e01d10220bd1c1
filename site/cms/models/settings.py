"""Who publishes this site. Everything that names the association reads it from here, never from a template."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ..enums import InclusiveWriting


@register_setting(icon="home")
class SiteIdentity(BaseSiteSetting):
    """The association's name, sender, territory and legal notices (law.md M-01 to M-06)."""

    name = models.CharField("nom de l’association", max_length=120, blank=True)
    tagline = models.CharField("devise", max_length=160, blank=True)
    presentation = models.TextField("présentation en quelques lignes", blank=True)
    logo = models.ForeignKey(
        "cms.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="logo"
    )
    territory = models.ForeignKey(
        "cms.Territory",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="territoire",
    )
    inclusive_writing = models.CharField(
        "écriture inclusive",
        max_length=12,
        choices=InclusiveWriting.choices,
        default=InclusiveWriting.DOUBLETS,
        help_text="Les doublets et les mots épicènes se lisent à voix haute ; les points gênent certains lecteurs "
        "et lectrices d’écran.",
    )
    sender_name = models.CharField("nom d’expédition", max_length=80, blank=True)
    sender_email = models.EmailField("adresse d’expédition", blank=True)
    contact_email = models.EmailField("adresse de contact", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    postal_address = models.TextField("adresse du siège", blank=True)
    legal_form = models.CharField("forme juridique", max_length=80, blank=True, default="association loi de 1901")
    rna = models.CharField("numéro RNA", max_length=20, blank=True)
    siret = models.CharField("numéro Siret", max_length=20, blank=True)
    publication_director = models.CharField(
        "direction de la publication",
        max_length=120,
        blank=True,
        help_text="La personne qui représente légalement l’association.",
    )
    host_name = models.CharField("hébergeur", max_length=120, blank=True)
    host_address = models.TextField("adresse de l’hébergeur", blank=True)
    host_phone = models.CharField("téléphone de l’hébergeur", max_length=30, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("tagline"),
                FieldPanel("presentation"),
                FieldPanel("logo"),
                FieldPanel("territory"),
                FieldPanel("inclusive_writing"),
            ],
            heading="L’association",
        ),
        MultiFieldPanel([FieldPanel("sender_name"), FieldPanel("sender_email")], heading="Expédition du courrier"),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("phone"),
                FieldPanel("postal_address"),
                FieldPanel("legal_form"),
                FieldPanel("rna"),
                FieldPanel("siret"),
                FieldPanel("publication_director"),
                FieldPanel("host_name"),
                FieldPanel("host_address"),
                FieldPanel("host_phone"),
            ],
            heading="Mentions légales",
        ),
    ]

    class Meta:
        verbose_name = "identité du site"
        verbose_name_plural = "identités des sites"

    def __str__(self) -> str:
        return self.name or "Site sans nom"
