"""Erasing the demonstration, in one transaction."""

import json
from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any, cast

from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from config.demo_accounts import ACCOUNTS
from config.models import DemoRecord, DemoRun
from journal.models import Edition
from journal.services.editions import forget_files
from people.models import User

from ..building.recording import stored
from .closure import FALLS_WITH, Model, Rows, chunks
from .plan import Plan, plan_erasure


class DemoMissing(Exception):
    """There is nothing to erase; the message is for the person."""

    def __init__(self) -> None:
        super().__init__("La démonstration est déjà effacée.")


@transaction.atomic
def erase_demo(*, keeping: User | None = None, email: str = "", password: str = "") -> Plan:
    """Take the demonstration away and give back the empty house. Returns what went.

    What people made by themselves stays, unless it cannot stand without the demonstration (a registration to one of
    its workshops, an article of its issue). `keeping` is the account that asks: it stays, and takes `email` and
    `password` when they are given. Raises DemoMissing.
    """
    run = DemoRun.objects.standing().select_for_update(of=("self",)).first()
    if run is None:
        raise DemoMissing
    plan = plan_erasure(run, keeping=keeping)
    if keeping and email:
        _make_it_theirs(keeping, email=email, password=password)
    for record in run.records.filter(before__isnull=False).order_by("pk"):
        _give_back(record)
    forget_files(Edition.objects.filter(pk__in=plan.rows.get(Edition, set())))
    _forget_visits(plan.rows.get(User, set()))
    for model in _in_order(plan.rows):
        _delete(model, plan.rows[model])
    run.records.all().delete()
    run.erased_at = timezone.now()
    run.save(update_fields=["erased_at"])
    return plan


def _make_it_theirs(user: User, *, email: str, password: str) -> None:
    user.email, user.first_name, user.last_name = email, "", ""
    user.set_password(password)
    user.save()


# --- the house as it was -----------------------------------------------------------------------------


def _give_back(record: DemoRecord) -> None:
    """Put back what the demonstration changed on a row of the house, but not what somebody changed since."""
    model = record.content_type.model_class()
    row = model._default_manager.filter(pk=record.object_id).first() if model else None
    if row is None:
        return
    before: dict[str, Any] = record.before or {}
    after: dict[str, Any] = record.after or {}
    untouched = [name for name, value in after.items() if _as_json(stored(row, name)) == value]
    for name in untouched:
        attribute = row._meta.get_field(name).attname  # type: ignore[union-attr]
        setattr(row, attribute, json.dumps(before[name]) if isinstance(before[name], list) else before[name])
    if untouched:
        row.save()
    _give_back_drafts(row, before, after)


def _give_back_drafts(row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
    """The same in the drafts that editors saved meanwhile, so that publishing one does not bring the words back."""
    kind = ContentType.objects.get_for_model(row)
    for draft in Revision.objects.filter(content_type=kind, object_id=str(row.pk)).order_by("pk"):
        for name, written in after.items():
            is_body = isinstance(written, list)
            there = draft.content.get(name)
            if (json.loads(there) if is_body and there else there) == written:
                draft.content[name] = json.dumps(before[name]) if is_body else before[name]
        draft.save(update_fields=["content"])


def _as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


# --- what goes ---------------------------------------------------------------------------------------


def _in_order(rows: Rows) -> list[Model]:
    """Models so that whoever points at a row goes before it. Tables of a page's classes go with the page.

    A pointer that may be emptied counts too, for a row may be nothing without it, unless that makes a circle.
    """
    models_ = [model for model in rows if rows[model] and _is_deleted_itself(model, rows)]
    before: dict[Model, set[Model]] = {model: set() for model in models_}
    for is_held in (True, False):
        for model in models_:
            for target in _pointed_at(model, models_, is_held=is_held):
                if is_held or not _goes_before(target, model, before):
                    before[target].add(model)
    return list(TopologicalSorter(before).static_order())


def _pointed_at(model: Model, among: Iterable[Model], *, is_held: bool) -> Iterator[Model]:
    """Those of `among` that `model` points at, by pointers that hold (the row must not go first) or by others."""
    for field in model._meta.concrete_fields:
        relation: Any = field.remote_field
        if relation and not relation.parent_link and (relation.on_delete in FALLS_WITH) == is_held:
            for target in among:
                if target is not model and _same_row(target, cast(Model, field.related_model)):
                    yield target


def _goes_before(model: Model, other: Model, before: Mapping[Model, set[Model]]) -> bool:
    """`model` must go before `other` already, at whatever distance."""
    seen, rest = {other}, [other]
    while rest:
        new = before[rest.pop()] - seen
        seen |= new
        rest += new
    return model in seen


def _is_deleted_itself(model: Model, rows: Rows) -> bool:
    """A row of several tables goes by the last of them: a page by its own class, not once for each."""
    return not any(child is not model and issubclass(child, model) and rows[child] for child in rows)


def _same_row(model: Model, other: Model) -> bool:
    return issubclass(model, other) or issubclass(other, model)


def _delete(model: Model, pks: set[Any]) -> None:
    manager = Page.objects if issubclass(model, Page) else model._base_manager
    for some in chunks(pks):
        # A page that went with its parent is no longer there: the tree deletes branches.
        manager.filter(pk__in=some).delete()


def _forget_visits(users: set[int]) -> None:
    """Close the sessions of the demo accounts, and forget who mistyped their passwords."""
    gone = {str(pk) for pk in users}
    for session in Session.objects.order_by("pk").iterator():
        if str(session.get_decoded().get("_auth_user_id", "")) in gone:
            session.delete()
    emails = [account.email for account in ACCOUNTS]
    for log in (AccessAttempt, AccessFailureLog):
        log.objects.filter(username__in=emails).delete()
