"""A part of the subscribers, by what they follow and what they took part in. Nobody's reading is known, so none is."""

from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable

from ..enums import SelectionGround


class Selection(ClusterableModel):
    """Who fits one of the included rules, and none of the excluded ones. Without any included rule: everybody."""

    name = models.CharField("nom", max_length=120, unique=True)

    panels = [
        FieldPanel("name"),
        InlinePanel(
            "rules",
            heading="Qui en fait partie",
            label="règle",
            help_text="Une règle suffit pour en être ; une seule exclusion suffit pour ne pas en être.",
        ),
    ]

    class Meta:
        verbose_name = "sélection"
        verbose_name_plural = "sélections"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SelectionRule(Orderable):
    """One ground, narrowed by a topic, a territory, a page, or nothing."""

    selection = ParentalKey(Selection, on_delete=models.CASCADE, related_name="rules")
    is_excluded = models.BooleanField("exclure", default=False)
    ground = models.CharField("quoi", max_length=12, choices=SelectionGround.choices)
    # Protected: a rule gone with what it names would leave a selection without rules, which means everybody.
    topic = models.ForeignKey(
        "cms.Topic", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="ce thème"
    )
    territory = models.ForeignKey(
        "cms.Territory", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="ce territoire"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="cette page"
    )

    panels = [
        FieldPanel("is_excluded"),
        FieldPanel("ground"),
        FieldPanel("topic"),
        FieldPanel("territory"),
        PageChooserPanel("page"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "règle"
        verbose_name_plural = "règles"
        constraints = [
            models.CheckConstraint(
                condition=Q(topic=None, territory=None) | Q(topic=None, page=None) | Q(territory=None, page=None),
                name="selection_rule_on_one_thing",
                violation_error_message="Une règle porte sur un thème, un territoire ou une page, pas sur plusieurs.",
            )
        ]
