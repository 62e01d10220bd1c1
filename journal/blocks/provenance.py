"""How an editor sees the provenance of a block: one line in words, that no typing can alter."""

import json
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail import blocks

from ..enums import SourceKind
from ..provenance import Provenance
from ..selectors.choices import source_choices
from ..selectors.sources import Source


class ProvenanceWidget(forms.Widget):
    """A line of words; while the block has no source, the list of those it may have (`kind`)."""

    template_name = "journal/admin/provenance_widget.html"

    def __init__(self, kind: SourceKind, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kind = kind

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        identifier = (attrs or {}).get("id", f"id_{name}")
        context = {"name": name, "value": value or "", "id": identifier, "groups": source_choices(self.kind)}
        return render_to_string(self.template_name, context)

    class Media:
        js = ["js/journal-provenance.js"]


class ProvenanceBlock(blocks.FieldBlock):
    """The `provenance` of a block made from a workshop. Stored as a mapping, edited as JSON in a hidden field.

    It lives in the block's value because a duplicated block gets another id, while its value follows it through
    duplication, copies of the page and older revisions.
    """

    def __init__(self, kind: SourceKind, **kwargs: Any) -> None:
        self.kind = kind
        self.field = forms.CharField(required=False, widget=ProvenanceWidget(kind))
        super().__init__(**kwargs)

    def normalize(self, value: Any) -> Provenance:
        return Provenance.read(value)

    def to_python(self, value: Any) -> Provenance:
        return Provenance.read(value)

    def get_prep_value(self, value: Any) -> dict[str, Any]:
        return Provenance.read(value).as_dict()

    def value_from_form(self, value: Any) -> Provenance:
        provenance = Provenance.read(value)
        return provenance if provenance.kind == self.kind else Provenance()

    def value_for_form(self, value: Any) -> str:
        provenance = Provenance.read(value)
        return json.dumps(provenance.as_dict()) if provenance else ""

    class Meta:
        label = "Origine"
        icon = "history"


def with_words(state: str, source: Source) -> str:
    """The state of a provenance's form, completed with the words that tell where the block comes from."""
    if not source.provenance:
        return state
    words = render_to_string("journal/admin/provenance_words.txt", {"source": source})
    return json.dumps({**json.loads(state), "words": " ".join(words.split())})
