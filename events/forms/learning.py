"""What participants of a training, or of a series, type."""

from django import forms

from ..enums import RemarkKind


def words(label: str, *, limit: int, required: bool = False, rows: int = 3, help_text: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, required=required, widget=area, help_text=help_text)


class TopicForm(forms.Form):
    title = forms.CharField(label="Le sujet", max_length=160)
    text = words(
        "Le cas, en quelques mots",
        limit=800,
        help_text="Vécu ou à venir. Seuls les participants et participantes le lisent ; ne nommez personne.",
    )


class ToolForm(forms.Form):
    name = forms.CharField(label="L’outil", max_length=120)
    use = forms.CharField(label="À quoi il sert", max_length=250, required=False)
    website = forms.URLField(label="Son site", required=False, assume_scheme="https")


class ReviewForm(forms.Form):
    structure = forms.CharField(
        label="Au nom de quelle structure", max_length=160, help_text="La comparaison paraît par structure, sans nom."
    )
    advantages = words("Ses avantages", limit=800)
    limits = words("Ses limites", limit=800)


class ReportForm(forms.Form):
    tried = words("Ce que j’ai essayé", limit=1000, required=True)
    inside = words("Ce que cela change dans la structure", limit=1000)
    outside = words("Ce que cela change avec les publics et les partenaires", limit=1000)


class RemarkForm(forms.Form):
    kind = forms.ChoiceField(label="C’est", choices=RemarkKind.choices)
    text = words(
        "Ce que j’ai rencontré", limit=600, required=True, help_text="Ne nommez personne, ni aucune situation de santé."
    )
