"""What is written to those who hold a sheet: rows of the outbox, in the transaction of the fact they announce."""

from outbox.services import write_mail

from .links import WITHIN, space_url
from .models import HeldPage, Holder

SCOPE = "holder"


def send_link(holder: Holder) -> None:
    """The link by which its reader writes, and nothing else."""
    assert holder.mailed_at is not None
    _write("link", holder, key=f"holder:{holder.uuid}:{holder.mailed_at.timestamp():.6f}", context={})


def tell_published(held: HeldPage) -> None:
    context = {"title": held.page.title, "page_url": held.page.full_url or ""}
    _write("published", held.holder, key=_answer_key(held, "published"), context=context)


def tell_to_rework(held: HeldPage, *, comment: str) -> None:
    """Moderation asks for something before it publishes; `comment` is what it wrote, possibly nothing."""
    context = {"title": held.page.title, "comment": comment}
    _write("rework", held.holder, key=_answer_key(held, "rework"), context=context)


def _answer_key(held: HeldPage, answer: str) -> str:
    return f"held:{held.uuid}:{answer}:{held.sent_at.timestamp():.6f}"


def _write(template: str, holder: Holder, *, key: str, context: dict[str, object]) -> None:
    told = {"space_url": space_url(holder), "days": WITHIN.days, **context}
    write_mail(f"home/{template}", told, to=holder.email, dedup_key=key, scope=SCOPE)
