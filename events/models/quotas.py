"""Who comes: profiles people choose, and how many places each may take (S1-05, registration.md section 4)."""

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property


class Profile(models.Model):
    """How somebody presents themselves when they register: « du social », « de la culture » (S0-13, S1-12)."""

    name = models.CharField("profil", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("ordre", default=1)

    class Meta:
        verbose_name = "profil"
        verbose_name_plural = "profils"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Quota(models.Model):
    """Places of one session that the profiles it admits may take. A registration takes one in every quota its profile
    falls in; quotas may overlap, and a profile in none is bound by the total only. `taken` changes only under
    `services.locking`."""

    session = models.ForeignKey(
        "events.Session", on_delete=models.CASCADE, related_name="quotas", verbose_name="séance"
    )
    profiles = models.ManyToManyField(Profile, related_name="quotas", verbose_name="profils")
    size = models.PositiveIntegerField("nombre de places")
    taken = models.PositiveIntegerField("places prises", default=0, editable=False)
    overbooked_by_editor = models.PositiveIntegerField("places ajoutées par l’équipe", default=0, editable=False)

    class Meta:
        verbose_name = "places par profil"
        verbose_name_plural = "places par profil"
        ordering = ["session", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("size") + F("overbooked_by_editor")),
                name="quota_never_exceeded",
                violation_error_message="Il y a déjà plus d’inscriptions de ce profil que de places.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.size} : {' + '.join(profile.name for profile in self.profiles.all())}"

    @cached_property
    def profile_ids(self) -> frozenset[int]:
        return frozenset(profile.pk for profile in self.profiles.all())

    @property
    def places_left(self) -> int:
        return max(0, self.size + self.overbooked_by_editor - self.taken)
