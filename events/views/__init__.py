from .registering import register, thanks
from .seeds import seed
from .signed import cancel, confirm, manage

__all__ = ["cancel", "confirm", "manage", "register", "seed", "thanks"]
