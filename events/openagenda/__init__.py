"""Our events in OpenAgenda: what is sent (`mapping`), and the one place that knows how (`adapter`, O12)."""

from .adapter import Adapter, Configuration, OpenAgendaRefused, OpenAgendaUnreachable, configuration
from .mapping import event_body, location_body

__all__ = [
    "Adapter",
    "Configuration",
    "OpenAgendaRefused",
    "OpenAgendaUnreachable",
    "configuration",
    "event_body",
    "location_body",
]
