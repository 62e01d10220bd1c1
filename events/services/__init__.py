"""What may be asked of events. Keyword-only, one transaction each, an `EventsError` when refused.

Nothing else writes a registration, a session or their counters (registration.md section 3; held by a test).
"""

from ..selectors import submission_of
from ..timetables import Moment
from .changing import Details, cancel_form, change_details, move_up
from .followups import send_thanks
from .forgetting import purge_registrations
from .modules import ModuleDraft
from .moving import follow_places
from .participants import AnswerDraft, Enclosed, Participant
from .presence import HalfDayUnknown, Note, note_entrance, note_presences
from .quotas import QuotaDraft
from .recounting import recount
from .registering import add_by_editor, register, register_at, register_people
from .reminders import send_join_links, send_reminders
from .sessions import SessionDraft, change_join_link, renew_door_key, save_sessions
from .settling import Confirmation, cancel, confirm, expire_holds

__all__ = [
    "AnswerDraft",
    "Confirmation",
    "Details",
    "Enclosed",
    "HalfDayUnknown",
    "ModuleDraft",
    "Moment",
    "Note",
    "Participant",
    "QuotaDraft",
    "SessionDraft",
    "add_by_editor",
    "cancel",
    "cancel_form",
    "change_details",
    "change_join_link",
    "confirm",
    "expire_holds",
    "follow_places",
    "move_up",
    "note_entrance",
    "note_presences",
    "purge_registrations",
    "recount",
    "register",
    "register_at",
    "register_people",
    "renew_door_key",
    "save_sessions",
    "send_join_links",
    "send_reminders",
    "send_thanks",
    "submission_of",
]
