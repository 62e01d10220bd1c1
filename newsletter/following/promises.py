"""What a confirmation would begin, said before the button is pressed."""

from dataclasses import dataclass

from ..links import ConfirmedDemand
from ..models import Subscriber


@dataclass(frozen=True)
class Promise:
    """`whole_letter` and the names of what will be followed."""

    whole_letter: bool
    follows: tuple[str, ...] = ()


def promised(demand: ConfirmedDemand) -> Promise:
    """What the holder of this link would get. Two queries; a demand that was forgotten promises the letter."""
    subscriber = Subscriber.objects.select_related("permit").filter(uuid=demand.subscriber).first()
    if subscriber is None:
        return Promise(whole_letter=True)
    standing = subscriber.permit is not None and subscriber.permit.is_standing
    follows = tuple(str(row) for row in subscriber.follows.wished().with_targets())
    return Promise(whole_letter=demand.whole_letter if standing else subscriber.whole_letter, follows=follows)
