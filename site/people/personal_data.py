"""Lines of the register of processing (law.md G-01) about what this app keeps of those who use a form."""

from cms.registries import Treatment

from .humans.limits import forget_limits
from .models import FormLimit

LIMITS = Treatment(
    model=FormLimit,
    purpose="Empêcher que les formulaires servent à inonder quelqu’un de courriels",
    legal_basis="intérêt légitime : protéger les personnes visées",
    retention="une empreinte qui change à chaque heure ou chaque jour, effacée une heure après",
    fields=("key", "count"),
    # The fingerprint holds the window, so that nobody can be found again from an address.
    export=lambda email: (),
    erase=lambda email: 0,
    purge=forget_limits,
)
