"""Our events in OpenAgenda: what is told (`notices`), in which words (`mapping`, `places`), what its agenda asks
(`asked`), what may be read here (`listing`), and the one place that knows how it is spoken to (`adapter`, O12)."""

from .adapter import Adapter, adapter_for
from .listing import Listing, public_list
from .notices import Notice, current_notices, still_dated
from .telling import Told, in_their_words
from .wire import Configuration, OpenAgendaRefused, OpenAgendaUnreachable, configuration

__all__ = [
    "Adapter",
    "Configuration",
    "Listing",
    "Notice",
    "OpenAgendaRefused",
    "OpenAgendaUnreachable",
    "Told",
    "adapter_for",
    "configuration",
    "current_notices",
    "in_their_words",
    "public_list",
    "still_dated",
]
