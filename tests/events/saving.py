"""What an editor does on the screen of dates: everything as it stands, but for some changes."""

from dataclasses import fields
from typing import Any

from events.models import Session
from events.services import SessionDraft, save_sessions

# Left alone unless they are given.
ASIDE = {"moments", "quotas"}


def save_date(session: Session, **changes: Any) -> None:
    """Raises what `save_sessions` raises. `session` is read again before and after."""
    session.refresh_from_db()
    kept = {field.name: getattr(session, field.name) for field in fields(SessionDraft) if field.name not in ASIDE}
    save_sessions(event=session.event, drafts=[SessionDraft(**{**kept, **changes})])
    session.refresh_from_db()
