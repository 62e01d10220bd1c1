from .joining import join
from .registering import register, thanks
from .seeds import seed
from .signed import cancel, confirm, manage

__all__ = ["cancel", "confirm", "join", "manage", "register", "seed", "thanks"]
