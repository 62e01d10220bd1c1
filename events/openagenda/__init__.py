"""Our events in OpenAgenda: what is sent (`mapping`), what may be read here (`listing`), and the one place that
knows how it is spoken to (`adapter`, O12)."""

from .adapter import Adapter, Configuration, OpenAgendaRefused, OpenAgendaUnreachable, configuration
from .listing import Listing, public_list
from .mapping import event_body, location_body

__all__ = [
    "Adapter",
    "Configuration",
    "Listing",
    "OpenAgendaRefused",
    "OpenAgendaUnreachable",
    "configuration",
    "event_body",
    "location_body",
    "public_list",
]
