"""Many subscribers at once, for proofs and benches: the same rows as `SubscriberFactory`, in bulk."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from cms.models import Topic
from newsletter.enums import FollowKind, Rhythm
from newsletter.models import Follow, Subscriber
from outbox.addresses import address_hash
from outbox.models import Permit
from people.models import Person

BATCH = 2_000


def make_crowd(
    count: int,
    *,
    topics: Sequence[Topic],
    since: datetime,
    rhythms: Sequence[Rhythm] = tuple(Rhythm),
    seed: int = 0,
    most_follows: int = 3,
) -> list[Subscriber]:
    """`count` confirmed subscribers since `since`, each following one to `most_follows` of `topics`."""
    chance = random.Random(seed)
    emails = [f"foule-{seed}-{number}@valclair.example" for number in range(count)]
    people = Person.objects.bulk_create((Person(email=email) for email in emails), batch_size=BATCH)
    permits = Permit.objects.bulk_create(
        (Permit(address=e, address_hash=address_hash(e), purpose="letter", granted_at=since) for e in emails),
        batch_size=BATCH,
    )
    crowd = Subscriber.objects.bulk_create(
        (
            Subscriber(
                person=person,
                email=person.email,
                permit=permit,
                asked_at=since - timedelta(hours=1),
                confirmed_at=since,
                rhythm=rhythms[rank % len(rhythms)],
                whole_letter=chance.random() < 0.7,
            )
            for rank, (person, permit) in enumerate(zip(people, permits, strict=True))
        ),
        batch_size=BATCH,
    )
    Follow.objects.bulk_create(
        (
            Follow(subscriber=one, kind=FollowKind.TOPIC, topic=topic, asked_at=since, confirmed_at=since)
            for one in crowd
            for topic in chance.sample(list(topics), chance.randint(1, most_follows))
        ),
        batch_size=BATCH,
    )
    return crowd
