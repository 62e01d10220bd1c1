"""Where things happen: a tree, plus a many-to-many, because a commune lies under more than one parent."""

from django.contrib import admin
from django.db import models
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet
from wagtail.search import index

from ..enums import TerritoryKind


class TerritoryQuerySet(MP_NodeQuerySet):
    def within(self, territory: "Territory") -> "TerritoryQuerySet":
        """`territory`, what lies under it in the tree, and what it or they cover besides."""
        inside = territory.get_tree(territory)
        return self.filter(models.Q(pk__in=inside) | models.Q(covered_by__in=inside)).distinct()


class TerritoryManager(MP_NodeManager):
    def get_queryset(self) -> TerritoryQuerySet:
        return TerritoryQuerySet(self.model, using=self._db).order_by("path")

    def within(self, territory: "Territory") -> TerritoryQuerySet:
        return self.get_queryset().within(territory)


class Territory(index.Indexed, MP_Node):
    """A région, département, intercommunalité, délégation or commune (S0-05, S3-09)."""

    name = models.CharField("nom", max_length=120)
    kind = models.CharField("échelle", max_length=20, choices=TerritoryKind.choices)
    slug = models.SlugField("adresse", max_length=120, unique=True)
    code = models.CharField("code Insee", max_length=10, blank=True)
    outline = models.JSONField("contour", null=True, blank=True)
    covers = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="covered_by",
        verbose_name="couvre aussi",
        help_text="Territoires placés ailleurs dans l’arbre, par exemple les communes d’une délégation.",
    )

    objects = TerritoryManager()
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"

    def __str__(self) -> str:
        return self.name

    @property
    @admin.display(description="nom")
    def indented_name(self) -> str:
        """The name behind one dash for each level above it, for lists that only know text."""
        return f"{'– ' * (self.depth - 1)}{self.name}"
