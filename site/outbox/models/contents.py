"""What is said, frozen before the first mail (sending.md S2)."""

import hashlib
import json
import re
from collections.abc import Mapping
from html import unescape

from django.db import models

_ASSET = re.compile(
    r"""(?:\b(?:src|background)\s*=\s*["']([^"']+)["'])|url\(\s*["']?([^"')]+)["']?\s*\)""", re.IGNORECASE
)


class ContentQuerySet(models.QuerySet["Content"]):
    def unused(self) -> "ContentQuerySet":
        """Said to nobody any more: neither a message nor a mailing holds it."""
        return self.filter(messages=None, mailings=None)


class Content(models.Model):
    """Subject, HTML, text and headers that never change once written; found again by their SHA-256.

    Places for the few per-person values are written `%%name%%` and filled in at the moment of departure.
    """

    digest = models.CharField("empreinte SHA-256", max_length=64, unique=True, editable=False)
    subject = models.CharField("objet", max_length=250)
    html = models.TextField("version HTML", blank=True)
    text = models.TextField("version texte")
    headers = models.JSONField("en-têtes", default=dict, blank=True)
    created_at = models.DateTimeField("figé le", auto_now_add=True)

    objects = ContentQuerySet.as_manager()

    class Meta:
        verbose_name = "contenu figé"
        verbose_name_plural = "contenus figés"

    def __str__(self) -> str:
        return self.subject

    @property
    def assets(self) -> list[str]:
        """Addresses of what the HTML shows and does not carry: pictures and backgrounds, each once, in their order.

        Frozen with the HTML, and covered by the digest. Pictures of letters are pinned under their own hash, so that an
        address is also the proof of what it shows.
        """
        found = (match[1] or match[2] for match in _ASSET.finditer(self.html))
        return list(dict.fromkeys(unescape(address) for address in found if not address.startswith(("data:", "cid:"))))

    @staticmethod
    def digest_of(*, subject: str, html: str, text: str, headers: Mapping[str, str]) -> str:
        """SHA-256 in hexadecimal of the four parts, whatever the order of the headers."""
        canonical = json.dumps([subject, html, text, sorted(headers.items())], ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()
