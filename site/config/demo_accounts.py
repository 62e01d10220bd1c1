"""Accounts of the demonstration, one for each role. Printed by `manage.py house`, created by `manage.py demo`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoAccount:
    email: str
    password: str
    role: str


# Known to everyone who reads this: they are made with the demo content and leave with it, never on a public server.
ACCOUNTS = (
    DemoAccount("direction@dirigeable.example", "demo-direction-2026", "direction : tout voir, tout régler"),
    DemoAccount("redaction@dirigeable.example", "demo-redaction-2026", "rédaction : pages, infolettre et journal"),
    DemoAccount("animation@dirigeable.example", "demo-animation-2026", "animation : ateliers et inscriptions"),
    DemoAccount("moderation@dirigeable.example", "demo-moderation-2026", "modération : relecture et personnes"),
)
