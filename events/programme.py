"""Does a training last what its modules promise? (S4-01, S4-02)"""

from datetime import timedelta

from cms.dates import NBSP

from .models import EventPage, Module, Session


def length_text(length: timedelta) -> str:
    """« 13 h », « 1 h 30 », « 45 min »."""
    hours, minutes = divmod(round(length.total_seconds() / 60), 60)
    if not hours:
        return f"{minutes}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{minutes:02d}" if minutes else "")


def programme_faults(training: EventPage) -> list[str]:
    """Where the dates found are not the sessions planned, module by module, then in all. Two queries."""
    modules = list(Module.objects.filter(training=training.pk))
    sessions = list(Session.objects.exclude(state="cancelled").filter(event=training.pk))
    faults = [fault for module in modules for fault in _faults(module, sessions)]
    planned = [module.planned_total for module in modules]
    found = sum((session.duration for session in sessions), timedelta())
    if modules and None not in planned:
        total = sum((length for length in planned if length), timedelta())
        if total != found:
            faults.append(f"En tout, {length_text(total)} prévues et {length_text(found)} aux dates.")
    return faults


def _faults(module: Module, sessions: list[Session]) -> list[str]:
    mine = [session for session in sessions if session.module_id == module.pk]
    faults = []
    if module.planned_sessions is not None and len(mine) != module.planned_sessions:
        faults.append(f"« {module} » : {module.planned_sessions} séances prévues, {len(mine)} dates trouvées.")
    if module.planned_length is not None:
        other = [session for session in mine if session.duration != module.planned_length]
        if other:
            lengths = ", ".join(sorted({length_text(session.duration) for session in other}))
            faults.append(
                f"« {module} » : {length_text(module.planned_length)} prévues par séance, {lengths} trouvées."
            )
    return faults
