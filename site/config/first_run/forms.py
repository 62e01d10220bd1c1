"""The one page that gives a house to an association."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField

from cms.enums import TerritoryKind
from cms.models import SiteIdentity
from cms.slugs import french_slug
from people.models import User

from .services import Founding

PASSWORD_LENGTH = 128  # more would only make the server compute


def _of(name: str, *, required: bool = False, rows: int = 0, help_text: str = "", **attrs: str) -> forms.CharField:
    """A field like that of `SiteIdentity`: same name, same length."""
    column: Any = SiteIdentity._meta.get_field(name)
    widget = forms.Textarea(attrs={"rows": rows, **attrs}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=str(column.verbose_name).capitalize(),
        required=required,
        max_length=column.max_length or 500,
        help_text=help_text,
        widget=widget,
    )


class FirstRunForm(forms.Form):
    """Association, sender, territory, logo, legal notices and first account. Says everything wrong at once."""

    name = _of("name", required=True, autocomplete="organization")
    logo = WagtailImageField(
        label="Logo", required=False, help_text="Une image JPEG, PNG ou WebP. Vous pourrez l’ajouter plus tard."
    )
    territory_name = forms.CharField(
        label="Votre territoire",
        max_length=120,
        help_text="Le nom qu’on lui donne, par exemple «\u00a0Pays de Retz\u00a0».",
    )
    territory_kind = forms.ChoiceField(
        label="Son échelle", choices=TerritoryKind.choices, initial=TerritoryKind.INTERCOMMUNALITY
    )

    sender_name = _of("sender_name", help_text="Qui écrit, dans les boîtes aux lettres. À défaut, l’association.")
    sender_email = forms.EmailField(
        label="Adresse d’expédition",
        help_text="L’infolettre et les confirmations partiront de cette adresse. Elle sera publiée.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    publication_director = _of("publication_director", help_text="La personne qui représente légalement l’association.")
    postal_address = _of("postal_address", rows=3, autocomplete="street-address")
    phone = _of("phone", autocomplete="tel")
    host_name = _of("host_name", help_text="L’entreprise ou l’association qui héberge le site.")
    host_address = _of("host_address", rows=3)
    host_phone = _of("host_phone")

    email = forms.EmailField(
        label="Votre adresse e-mail",
        help_text="Elle vous servira à vous connecter. Elle n’est pas publiée.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="Mot de passe",
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="Le même mot de passe",
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    PARTS = (
        ("L’association", "", ("name", "logo", "territory_name", "territory_kind")),
        ("Le courrier", "", ("sender_name", "sender_email")),
        (
            "Les mentions légales",
            "La loi demande de les publier. Ce que vous n’avez pas sous la main pourra être ajouté ensuite.",
            ("publication_director", "postal_address", "phone", "host_name", "host_address", "host_phone"),
        ),
        ("Votre compte", "", ("email", "password", "password_again")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    @property
    def parts(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        return [(title, words, [self[name] for name in names]) for title, words, names in self.PARTS]

    def clean_territory_name(self) -> str:
        name: str = self.cleaned_data["territory_name"]
        if not french_slug(name):
            raise ValidationError("Écrivez un nom avec des lettres.")
        return name

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("Un compte utilise déjà cette adresse.")
        return email

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        password, again = data.get("password"), data.get("password_again")
        if password:
            try:
                validate_password(password, User(email=data.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
            if again and again != password:
                self.add_error("password_again", "Les deux mots de passe sont différents.")
        return data

    @property
    def founding(self) -> Founding:
        """What the service asks for. Only for a valid form."""
        data = dict(self.cleaned_data)
        data.pop("password_again")
        return Founding(**data)
