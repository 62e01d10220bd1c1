"""Rights that a migration adds to houses already founded; a new house gets its own from the first steps."""

from typing import Any


def grant_to_holders(apps: Any, *, model: str, codename: str, name: str, of: str) -> None:
    """Give the permission `codename` on `model` (« app.model ») to every group that holds `of` on it.

    Django makes the rows of permissions after the last migration: this one is made here, and found again there.
    """
    app_label, model_name = model.split(".")
    kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model_name
    )
    permissions = apps.get_model("auth", "Permission").objects
    permission, _made = permissions.get_or_create(content_type=kind, codename=codename, defaults={"name": name})
    for group in apps.get_model("auth", "Group").objects.filter(
        permissions__content_type=kind, permissions__codename=of
    ):
        group.permissions.add(permission)
