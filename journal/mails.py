"""What the journal writes to people: rows of the outbox, in the transaction of the fact they announce."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from outbox.models import Message
from outbox.services import write_mail
from people.models import Person, User

from .links import ASSIGNMENT, DRAFT, PASSAGE, SIGNATURE, editor_url, papers_url, people_url, url_for
from .models import ArticlePage, Assignment, CitedPassage, CoSignature, DraftLink, IssuePage, ShortAddress
from .versions import draft_of, hash_of

SCOPE = "journal"


def propose_assignment(assignment: Assignment) -> None:
    _send(
        "assignment",
        assignment.person,
        {"assignment": assignment, "url": url_for(ASSIGNMENT, assignment.uuid)},
        key=f"assignment:{assignment.uuid}",
    )


def remind_of_assignment(assignment: Assignment, at: datetime) -> None:
    _send(
        "reminder",
        assignment.person,
        {"assignment": assignment, "url": url_for(ASSIGNMENT, assignment.uuid)},
        key=f"assignment:{assignment.uuid}:reminder:{at:%Y%m%d}",
    )


def give_link(link: DraftLink) -> None:
    _send("draft", link.person, {"link": link, "url": url_for(DRAFT, link.uuid)}, key=f"draft:{link.uuid}")


def ask_about_passages(passages: list[CitedPassage]) -> None:
    """One mail for all the passages of one person, not erased, in one article, each with its own link."""
    first = passages[0]
    asked = [{"passage": passage, "url": url_for(PASSAGE, passage.uuid)} for passage in passages]
    rounds = "-".join(f"{passage.pk}.{passage.times_asked}" for passage in passages)
    context = {"article": first.article, "asked": asked, "again": any(p.times_asked > 1 for p in passages)}
    _send("passage", cast(Person, first.person), context, key=f"passage:{rounds}")


def invite_to_sign(signature: CoSignature) -> None:
    _send(
        "signature",
        signature.person,
        {"signature": signature, "url": url_for(SIGNATURE, signature.uuid)},
        key=f"signature:{signature.uuid}:{signature.asked_at.timestamp():.6f}",
    )


def tell_of_dead_addresses(issue: IssuePage, dead: list[ShortAddress], users: Iterable[User], now: datetime) -> None:
    """One mail to each of those who can mend it."""
    told = {"issue": issue, "addresses": dead, "papers_url": papers_url(issue)}
    for user in users:
        key = f"journal:dead-addresses:{issue.pk}:{now.timestamp():.6f}:{user.pk}"
        write_mail("journal/dead_addresses", told, to=user.email, dedup_key=key, scope=SCOPE)


def tell_of_words_lost(article: ArticlePage, users: Iterable[User], fact: str) -> int:
    """`fact` names what happened: each hears of it once. Nobody is named, and no word repeated, in a mailbox."""
    told, written = {"article": article, "url": people_url(article)}, 0
    for user in users:
        key = f"journal:words-lost:{article.pk}:{fact}:{user.pk}"
        if not Message.objects.filter(dedup_key=key).exists():
            write_mail("journal/words_lost", told, to=user.email, dedup_key=key, scope=SCOPE)
            written += 1
    return written


def tell_to_proofread_again(article: ArticlePage, users: Iterable[User]) -> None:
    """The people cited agree to words that changed after « Relecture »: told to those who can read them."""
    told = {"article": article, "url": editor_url(article)}
    for user in users:
        key = f"journal:proofread-again:{article.pk}:{hash_of(draft_of(article))}:{user.pk}"
        write_mail("journal/proofread_again", told, to=user.email, dedup_key=key, scope=SCOPE)


def _send(template: str, person: Person, context: dict[str, Any], *, key: str) -> None:
    told = {**context, "person": person}
    write_mail(f"journal/{template}", told, to=person.email, dedup_key=f"journal:{key}", scope=SCOPE)
