"""The style guide: every component with invented content, to look at and to test. Mounted in development only."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe
from django.views.generic import TemplateView

from .teasers import Teaser


class SampleForm(forms.Form):
    """One field of each sort."""

    email = forms.EmailField(
        label="Adresse électronique",
        help_text="Par exemple : prenom@association.example",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = forms.CharField(
        label="Ce que vous souhaitez dire", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    structure = forms.ChoiceField(
        label="Type de structure",
        choices=[("", "Choisissez"), ("lieu", "Lieu culturel"), ("soin", "Établissement de soin")],
    )
    day = forms.ChoiceField(
        label="Jour de présence",
        help_text="Les deux journées se complètent.",
        choices=[("1", "Vendredi 2 avril"), ("2", "Vendredi 9 avril")],
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(label="J’accepte de figurer dans le carnet d’adresses partagé")


@dataclass(frozen=True)
class SampleEntry:
    starts_at: time
    title: str
    text: str = ""


@dataclass(frozen=True)
class SampleItem:
    title: str
    text: str = ""


TEASERS = [
    Teaser(
        title="Qui transporte quoi? Une journée pour se parler de mobilité",
        summary="Une vingtaine de personnes de la culture, du soin et du social cherchent ensemble comment venir.",
        url="#cartes",
        kind="workshop",
        kind_label="Atelier participatif",
        date=date(2027, 4, 2),
        date_label="les 2 et 9 avril 2027",
    ),
    Teaser(
        title="Un appel à projets pour lire dehors",
        summary="Les bibliothèques de la vallée cherchent des complices.",
        url="#cartes",
        kind="call",
        kind_label="Appel à projets",
        date=date(2027, 3, 1),
    ),
    Teaser(
        title="« La scène est à tout le monde »",
        summary="Ce que les participantes et participants ont retenu de l'atelier d'hiver.",
        url="#cartes",
        kind="article",
        kind_label="Le journal",
        date=date(2027, 1, 21),
    ),
]
TIMETABLE = [
    SampleEntry(time(9), "Accueil, café"),
    SampleEntry(time(9, 30), "Tour de table", "Chacune et chacun dit d'où il ou elle vient, en deux minutes."),
    SampleEntry(time(12), "Disco-soupe", "On épluche, on danse, on mange."),
    SampleEntry(time(14), "État des lieux: freins et leviers"),
]
BRAKES = [
    SampleItem("Le dernier car part à 18 h", "Aucun spectacle du soir n'est accessible sans voiture."),
    SampleItem("On ne se connaît pas"),
]
LEVERS = [
    SampleItem("Trois minibus dorment le week-end", "Les foyers acceptent d'en parler."),
    SampleItem("Une salle équipée à 10 min à pied de la gare"),
]
# Typed as people type: the filter does the rest.
PROSE = mark_safe(
    '<p>Le premier paragraphe parle de <a href="#texte">liens dans le texte</a>, de <strong>gras</strong> et '
    "d'<em>italique</em>. Qui fait quoi? \"On se croise depuis dix ans, on ne s'était jamais parlé\", dit une "
    "participante le 1er mars, à 9 h 30, devant 1 234 personnes - ou presque - réunies.</p>"
    "<h3>Une sous-partie</h3>"
    "<ul><li>De quoi écrire</li><li>Un plat à partager, pour la table de midi, et de quoi le réchauffer si le temps "
    "le demande</li></ul>"
    "<ol><li>Se présenter</li><li>Dire un frein</li><li>Trouver un levier</li></ol>"
)
COLOURS = ("paper", "surface", "sky", "honey", "ink", "grey", "primary", "accent")
ISSUE_COLOURS = ("sapin", "brique", "gentiane", "myrtille", "framboise", "tourbe", "melezin", "lichen")
ICONS = [
    "airship",
    "balloon",
    "letter",
    "journal",
    "workshop",
    "calendar",
    "clock",
    "place",
    "people",
    "project",
    "seed",
    "sprout",
    "leaf",
    "brake",
    "lever",
    "need",
    "exchange",
    "arrow",
    "arrow-back",
    "external",
    "download",
    "document",
    "print",
    "search",
    "menu",
    "close",
    "check",
    "warning",
    "info",
    "quote",
]


class StyleGuideView(TemplateView):
    """Shows everything at once; changes nothing."""

    template_name = "cms/style_guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            prose=PROSE,
            teasers=TEASERS,
            timetable=TIMETABLE,
            brakes=BRAKES,
            levers=LEVERS,
            colours=COLOURS,
            issue_colours=ISSUE_COLOURS,
            icons=ICONS,
            form=SampleForm(prefix="vide"),
            wrong_form=SampleForm({"faux-email": "prenom@", "faux-day": "1"}, prefix="faux"),
            page_obj=Paginator(range(90), 10).page(4),
            **kwargs,
        )
