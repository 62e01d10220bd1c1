"""One way to write an address: trimmed, lower-cased, IDNA; nothing else altered."""

import pytest
from django.db import IntegrityError, transaction

from people.addresses import normalise_email
from people.models import Person, User


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Camille@Valclair.Example \n", "camille@valclair.example"),
        ("Prénom@Écoles.example", "prénom@xn--coles-9ra.example"),
        ("jean.d+infolettre@valclair.example", "jean.d+infolettre@valclair.example"),
        ("a.b.c@valclair.example", "a.b.c@valclair.example"),
        ("o’neil@valclair.example", "o’neil@valclair.example"),
        ("STRASSE@straße.example", "strasse@xn--strae-oqa.example"),
    ],
)
def test_an_address_is_written_one_way(written: str, kept: str) -> None:
    assert normalise_email(written) == kept
    assert normalise_email(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "camille",
        "@valclair.example",
        "camille@",
        "ca mille@valclair.example",
        "a@b\r\nBcc: x@y.example",
        "a@.",
        "a@" + "x" * 300,
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        normalise_email(written)


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["Camille@valclair.example", " camille@valclair.example"])
def test_the_database_refuses_another_writing(email: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email=email)


@pytest.mark.django_db
def test_an_account_has_one_address_whatever_the_case() -> None:
    user = User.objects.create_user(" Camille@Valclair.Example ", "mot-de-passe")
    assert user.email == "camille@valclair.example"
    assert User.objects.get_by_natural_key("CAMILLE@valclair.example") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="CAMILLE@valclair.example")
