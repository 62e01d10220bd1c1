"""What may be asked of events. Keyword-only, one transaction each, an `EventsError` when refused.

Nothing else writes a registration, a session or their counters (registration.md section 3; held by a test).
"""

from ..timetables import Moment
from .forgetting import purge_registrations
from .modules import ModuleDraft
from .registering import Participant, add_by_editor, register, register_at
from .sessions import SessionDraft, cancel_session, change_capacity, save_sessions
from .settling import Confirmation, cancel, confirm, expire_holds, submission_of

__all__ = [
    "Confirmation",
    "ModuleDraft",
    "Moment",
    "Participant",
    "SessionDraft",
    "add_by_editor",
    "cancel",
    "cancel_session",
    "change_capacity",
    "confirm",
    "expire_holds",
    "purge_registrations",
    "register",
    "register_at",
    "save_sessions",
    "submission_of",
]
