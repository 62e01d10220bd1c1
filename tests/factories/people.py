from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from people.enums import ConsentMethod, ConsentPurpose
from people.models import Consent, ConsentText, Exchange, Person, User


class UserFactory(DjangoModelFactory):
    """An account: `is_superuser=True` makes an administrator, `groups=["Rédaction"]` an editor."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"compte-{n}@valclair.example")
    first_name = "Dominique"
    last_name = factory.Sequence(lambda n: f"Compte {n}")
    password = "mot-de-passe-de-test"

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)

    @factory.post_generation
    def groups(self: User, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        if create and extracted:
            from django.contrib.auth.models import Group

            self.groups.add(*Group.objects.filter(name__in=extracted))


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    given_name = "Camille"
    family_name = factory.Sequence(lambda n: f"Personne {n}")
    email = factory.Sequence(lambda n: f"personne-{n}@valclair.example")


class ConsentTextFactory(DjangoModelFactory):
    """A published wording; a second one for the same purpose gives back the first."""

    class Meta:
        model = ConsentText
        django_get_or_create = ("purpose",)
        skip_postgeneration_save = True

    purpose = ConsentPurpose.LETTER
    label = "J’accepte."
    notice = "Pour cet usage, et pour rien d’autre."

    @factory.post_generation
    def published(self: ConsentText, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create and extracted is not False and self.live_revision_id is None:
            self.save_revision().publish()
            self.refresh_from_db()  # publishing changes the row, not this object


class ConsentFactory(DjangoModelFactory):
    """A consent that stands, to the wording published now."""

    class Meta:
        model = Consent
        exclude = ("text",)

    person = factory.SubFactory(PersonFactory)
    purpose = ConsentPurpose.LETTER
    text = factory.SubFactory(ConsentTextFactory, purpose=factory.SelfAttribute("..purpose"))
    text_revision = factory.LazyAttribute(lambda o: o.text.live_revision)
    wording_hash = factory.LazyAttribute(lambda o: o.text.wording_hash)
    method = ConsentMethod.WEB
    source = "formulaire de test"
    given_at = factory.LazyFunction(timezone.now)


class ExchangeFactory(DjangoModelFactory):
    """A workshop talked in confidence. `keeper=` reads its notes."""

    class Meta:
        model = Exchange
        skip_postgeneration_save = True

    title = "Atelier sur les déplacements"

    @factory.post_generation
    def keeper(self: Exchange, create: bool, extracted: User | None, **kwargs: Any) -> None:
        if create:
            self.keepers.add(extracted or UserFactory())
