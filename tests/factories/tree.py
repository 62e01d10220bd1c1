"""A house to put content in: the very one that the first run builds."""

from config.first_run.services import build_house
from config.first_run.tree import House

__all__ = ["House", "make_house"]


def make_house(*, name: str = "Les Ballons du Valclair") -> House:
    """The page tree, the site, its identity and the published wordings, for an association called `name`."""
    return build_house(
        name=name,
        sender_name=name,
        sender_email="bonjour@valclair.example",
        contact_email="bonjour@valclair.example",
        postal_address="1 place du Lavoir, Sainte-Ourse",
        publication_director="Camille Vasseur",
        host_name="Hébergement du Col",
        host_address="2 chemin du Col, Sainte-Ourse",
        host_phone="01 00 00 00 00",
    )
