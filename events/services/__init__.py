"""What may be asked of events. Keyword-only, one transaction each, an `EventsError` when refused.

Nothing else writes a registration, a session or their counters (registration.md section 3; held by a test).
"""

from ..timetables import Moment
from .forgetting import purge_registrations
from .modules import ModuleDraft
from .moving import follow_places
from .presence import HalfDayUnknown, Note, note_entrance, note_presences
from .registering import Participant, add_by_editor, register, register_at
from .reminders import send_join_links, send_reminders
from .sessions import SessionDraft, cancel_session, change_capacity, change_join_link, save_sessions
from .settling import Confirmation, cancel, confirm, expire_holds, submission_of

__all__ = [
    "Confirmation",
    "HalfDayUnknown",
    "ModuleDraft",
    "Moment",
    "Note",
    "Participant",
    "SessionDraft",
    "add_by_editor",
    "cancel",
    "cancel_session",
    "change_capacity",
    "change_join_link",
    "confirm",
    "expire_holds",
    "follow_places",
    "note_entrance",
    "note_presences",
    "purge_registrations",
    "register",
    "register_at",
    "save_sessions",
    "send_join_links",
    "send_reminders",
    "submission_of",
]
