"""Calls for projects: one deadline, with its history (S0-06 to S0-08)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.fields import StreamField
from cms.models import BasePage

from ..enums import CallState, PartnerRole
from ..forms.calls import CallPageForm
from ..panels import DatesToCheckPanel


class CallQuerySet(PageQuerySet):
    def open(self) -> "CallQuerySet":
        """Calls that may be answered today."""
        today = timezone.localdate()
        return self.filter(models.Q(opens_on=None) | models.Q(opens_on__lte=today), deadline__gte=today)


class CallPage(BasePage):
    """A call, identified by its name and campaign."""

    campaign = models.PositiveSmallIntegerField("campagne", help_text="L’année, par exemple 2027.")
    piloted_by = models.CharField(
        "autre pilotage", max_length=200, blank=True, help_text="Pour qui n’a pas de fiche sur ce site."
    )
    audience = models.TextField("qui peut répondre", blank=True, max_length=600)
    opens_on = models.DateField("ouverture", null=True, blank=True)
    deadline = models.DateField("date de clôture", help_text="Le dernier jour, lui compris.")
    answer_url = models.URLField("où déposer le dossier", blank=True)
    launch = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="launched_calls",
        verbose_name="rendez-vous de lancement",
        help_text="Le webinaire ou la réunion qui présente l’appel. Un même rendez-vous peut en lancer plusieurs.",
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name="contenu")

    objects = PageManager.from_queryset(CallQuerySet)()

    teaser_kind = "call"
    teaser_kind_label = "Appel à projets"
    base_form_class = CallPageForm
    parent_page_types = ["home.CallIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("campaign"),
                FieldPanel("audience"),
                FieldPanel("answer_url"),
                PageChooserPanel("launch"),
            ],
            heading="L’appel",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_on"), FieldPanel("deadline")]),
                FieldPanel("new_reason"),
                FieldPanel("new_decided_by"),
            ],
            heading="Quand",
        ),
        InlinePanel("deadline_changes", heading="Reports de la date de clôture", label="report"),
        DatesToCheckPanel(heading="Ce que le site dit encore autrement"),
        InlinePanel("partners", heading="Qui pilote, qui finance", label="structure"),
        FieldPanel("piloted_by"),
        InlinePanel("required_documents", heading="Pièces à joindre", label="pièce"),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("audience"), index.SearchField("body")]

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(opens_on__lte=F("deadline")),
                name="call_opens_before_it_closes",
                violation_error_message="L’ouverture ne peut pas venir après la clôture.",
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.opens_on and self.deadline and self.opens_on > self.deadline:
            raise ValidationError({"opens_on": "L’ouverture ne peut pas venir après la clôture."})

    @property
    def state(self) -> CallState:
        """Derived from the dates, never stored."""
        today = timezone.localdate()
        if today > self.deadline:
            return CallState.CLOSED
        if self.opens_on and today < self.opens_on:
            return CallState.UPCOMING
        return CallState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state == CallState.OPEN

    @property
    def days_left(self) -> int:
        """Whole days until the deadline, itself included as 0; negative once it is past."""
        return (self.deadline - timezone.localdate()).days

    @property
    def teaser_date(self) -> date | None:
        return self.deadline


class DeadlineChange(Orderable):
    """One postponement: the date that no longer holds, why, and who decided (S0-08)."""

    page = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="deadline_changes")
    previous_deadline = models.DateField("date d’abord prévue")
    decided_by = models.CharField("décidé par", max_length=120, blank=True)
    decided_on = models.DateField("décidé le", null=True, blank=True)
    reason = models.CharField("raison", max_length=250, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "report"
        verbose_name_plural = "reports"


class CallPartner(Orderable):
    """Who pilots or funds a call (S0-03)."""

    page = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "home.OrganisationPage", on_delete=models.CASCADE, related_name="call_roles", verbose_name="structure"
    )
    role = models.CharField("rôle", max_length=10, choices=PartnerRole.choices, default=PartnerRole.PILOT)

    panels = [PageChooserPanel("organisation", "home.OrganisationPage"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = "structure d’un appel"
        verbose_name_plural = "structures d’un appel"


class RequiredDocument(Orderable):
    """One thing to join to an answer."""

    page = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="required_documents")
    title = models.CharField("pièce", max_length=160)
    note = models.CharField("précision", max_length=250, blank=True, help_text="« Signée par les deux partenaires ».")
    is_required = models.BooleanField("obligatoire", default=True)
    model = models.ForeignKey(
        "cms.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="modèle à remplir",
    )

    class Meta(Orderable.Meta):
        verbose_name = "pièce à joindre"
        verbose_name_plural = "pièces à joindre"

    def __str__(self) -> str:
        return self.title
