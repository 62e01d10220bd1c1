"""A StreamField whose blocks stay out of migrations."""

from typing import Any

from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """StreamField that migrates as an empty one.

    Otherwise one changed help text in a shared block writes a migration in every app. The price: a historical
    instance saved whole in a data migration writes `[]` into the body, so such migrations use `update_fields`.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, "cms.fields.StreamField", [[]], kwargs
