"""The four groups a small association starts with, and what each may do."""

from collections.abc import Mapping
from types import MappingProxyType

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowTask,
)

WRITING, FACILITATING, MODERATING = "Rédaction", "Animation", "Modération"
# S2-05: prepares and structures what others decide; publishes nothing, closes nothing, speaks for no group.
THIRD_PARTY = "Tiers"

# Wagtail's migrations make two groups and a workflow with English names: they become ours, and keep what they hold.
RENAMED_GROUPS = MappingProxyType({"Editors": WRITING, "Moderators": MODERATING})
RENAMED_WORKFLOW = ("Moderators approval", "Relecture par la modération")

EDIT = ("add", "change", "publish")
KEEP = (*EDIT, "bulk_delete", "lock", "unlock")
OWN = ("add", "change", "delete", "view")
WRITE = ("add", "change", "view")
READ = ("view",)
# Everybody's name and address leave in a file: a right of its own, never the third party's, who reads the list here.
EXPORT = ("export",)

# Who may touch which part of the tree: rooms of `tree.House`, the home page standing for everything under it.
PAGES: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        WRITING: {"home": EDIT},
        FACILITATING: {"agenda": EDIT, "organisations": ("add", "change"), "projects": ("add", "change")},
        MODERATING: {"home": KEEP},
        THIRD_PARTY: {"agenda": ("add", "change")},
    }
)
MEDIA = ("add", "change", "choose")
EVENT_MODELS = (
    *("session", "module", "timetableslot", "timetabletemplate", "profile", "quota", "eventperson"),
    *("registration", "wish", "question", "questionform", "answer", "need"),
    *("topicproposal", "toolsheet", "toolreview", "hometask", "seriesremark", "proposal"),
)
WORKSHOP_MODELS = (
    *("cadre", "preparation", "preparationstep", "preparationtemplate"),
    *("questionnaire", "room", "needcluster", "diagnosislink"),
)
PAPER_MODELS = ("printrun", "dropoffpoint", "round", "delivery", "postalsubscriber", "partnerspace")
ACCOMPANIMENT_MODELS = ("accompaniment", "offeredservice")
OUTPUT_MODELS = ("diagnosisitem", "contact", "seed", "actiongroup")
MODELS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        WRITING: {
            "journal.rubric": OWN,
            "journal.volunteer": OWN,
            "newsletter.dispatch": WRITE,
            "newsletter.subscriber": (*READ, *EXPORT),
            "newsletter.reply": READ,
            "newsletter.selection": WRITE,
            "outbox.mailing": READ,
            **{f"journal.{name}": OWN for name in PAPER_MODELS},
            "journal.shortaddress": READ,
            "cms.topic": WRITE,
            "cms.territory": WRITE,
            "home.programmeversion": OWN,
            "home.organisationperson": READ,
            "home.heldpage": READ,
            **{f"events.{name}": READ for name in OUTPUT_MODELS},
        },
        FACILITATING: {
            **{f"events.{name}": OWN for name in (*EVENT_MODELS, *WORKSHOP_MODELS, *OUTPUT_MODELS)},
            "events.registration": (*OWN, *EXPORT),
            **{f"events.{name}": WRITE for name in ACCOMPANIMENT_MODELS},
            "people.person": WRITE,
            "people.consent": WRITE,
            "people.exchange": WRITE,
            "home.organisationperson": OWN,
            "home.heldpage": READ,
        },
        THIRD_PARTY: {
            **{f"events.{name}": READ for name in ("session", "timetableslot", "registration", *OUTPUT_MODELS)},
            "events.diagnosisitem": WRITE,
            # Their own files only, while their term runs: they answer no request and appoint nobody.
            "events.accompaniment": READ,
            "people.person": READ,
            "people.exchange": WRITE,
        },
        MODERATING: {
            **{f"events.{name}": WRITE for name in (*EVENT_MODELS, *WORKSHOP_MODELS, *OUTPUT_MODELS)},
            "events.registration": (*WRITE, *EXPORT),
            "home.programmeversion": OWN,
            "home.organisationperson": OWN,
            "home.heldpage": READ,
            **{f"events.{name}": WRITE for name in ACCOMPANIMENT_MODELS},
            "people.person": OWN,
            "people.consent": WRITE,
            "people.exchange": WRITE,
            "people.consenttext": (*WRITE, "publish"),
            "newsletter.subscriber": (*OWN, *EXPORT),
            "newsletter.reply": READ,
            "newsletter.selection": OWN,
            "journal.rubric": OWN,
            "journal.volunteer": OWN,
            "newsletter.dispatch": READ,
            "cms.topic": OWN,
            "cms.territory": OWN,
            "outbox.mailing": READ,
            "outbox.message": READ,
            "outbox.permit": READ,
            "outbox.inboundmail": READ,
            "outbox.suppression": READ,
        },
    }
)


def build_groups(rooms: Mapping[str, Page]) -> dict[str, Group]:
    """Make the groups and give what each lacks. What someone added by hand stays."""
    _rename_what_wagtail_made()
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in MODELS}
    for name, group in groups.items():
        _give_admin(group)
        _give_models(group, MODELS[name])
        _give_pages(group, PAGES[name], rooms)
        _give_media(group)
    return groups


def _rename_what_wagtail_made() -> None:
    for old, new in RENAMED_GROUPS.items():
        if not Group.objects.filter(name=new).exists():
            Group.objects.filter(name=old).update(name=new)
            # They stood on the root page, above every site: each gets its own part of the tree below.
            GroupPagePermission.objects.filter(group__name=new, page__depth=1).delete()
    old, new = RENAMED_WORKFLOW
    Workflow.objects.filter(name=old).update(name=new)
    for step in WorkflowTask.objects.filter(workflow__name=new, task__name=old).select_related("task"):
        step.task.name = new
        step.task.save(update_fields=["name"])


def _give_admin(group: Group) -> None:
    group.permissions.add(*Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"))


def _give_models(group: Group, models: Mapping[str, tuple[str, ...]]) -> None:
    for label, actions in models.items():
        app_label, model = label.split(".")
        codenames = [f"{action}_{model}" for action in actions]
        group.permissions.add(
            *Permission.objects.filter(
                content_type__app_label=app_label, content_type__model=model, codename__in=codenames
            )
        )


def _give_pages(group: Group, parts: Mapping[str, tuple[str, ...]], rooms: Mapping[str, Page]) -> None:
    page_permissions = Permission.objects.filter(content_type=ContentType.objects.get_for_model(Page))
    by_codename = {permission.codename: permission for permission in page_permissions}
    for room, actions in parts.items():
        page = Page.objects.get(pk=rooms[room].pk)
        for action in actions:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=by_codename[f"{action}_page"])


def _give_media(group: Group) -> None:
    """Pictures and documents of the root collection. Wagtail checks them on its own models, not on ours."""
    root = Collection.get_first_root_node()
    for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        permissions = Permission.objects.filter(
            content_type__app_label=app_label, codename__in=[f"{action}_{model}" for action in MEDIA]
        )
        for permission in permissions:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
