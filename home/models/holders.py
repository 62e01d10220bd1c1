"""People who write their own sheet and news without an account, and the pages they hold (S3-11)."""

import uuid

from django.db import models

from ..enums import HeldState


class Holder(models.Model):
    """A mailbox that asked for the link by which it writes. Written by `home.services.holders` only.

    Personal data: purpose and retention are declared in `home.personal_data`.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    email = models.CharField("adresse e-mail", max_length=254, unique=True)
    asked_at = models.DateTimeField("demande du lien")
    mailed_at = models.DateTimeField("lien envoyé le", null=True, blank=True)
    written_at = models.DateTimeField("a écrit le", null=True, blank=True)

    class Meta:
        verbose_name = "porteur ou porteuse de projet"
        verbose_name_plural = "porteurs et porteuses de projets"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.email


class HeldPage(models.Model):
    """A project sheet or a piece of news that a holder wrote and may write again.

    `uuid` names it in addresses, and is the id of the block of text that is theirs inside the page. `sent_at` is when
    they last sent words to moderation, `answered_at` when they were told what became of them.
    """

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    holder = models.ForeignKey(Holder, on_delete=models.CASCADE, related_name="pages", verbose_name="écrite par")
    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="held", verbose_name="page")
    picture = models.ForeignKey(
        "cms.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="dernière image envoyée",
    )
    sent_at = models.DateTimeField("envoyée le")
    answered_at = models.DateTimeField("réponse donnée le", null=True, blank=True)

    class Meta:
        verbose_name = "page écrite par lien"
        verbose_name_plural = "pages écrites par lien"
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return str(self.page)

    @property
    def kind(self) -> str:
        """The word of its address: « projet », « actualite »."""
        return "projet" if self.page.specific_class.__name__ == "ProjectPage" else "actualite"

    @property
    def state(self) -> HeldState:
        is_answered = self.answered_at is not None and self.answered_at >= self.sent_at
        if self.page.live:
            if not self.page.has_unpublished_changes:
                return HeldState.ONLINE
            return HeldState.CHANGING_REWORK if is_answered else HeldState.CHANGING
        if self.page.first_published_at is not None and is_answered:
            return HeldState.RETIRED
        return HeldState.REWORK if is_answered else HeldState.READING
