"""Where a person concerned reads a sealed passage and says yes, no, or says it otherwise."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..enums import ConsentPurpose
from ..forms import RewordForm
from ..links import read_token
from ..mails import MAX_AGE, VOICE
from ..models import Voice
from ..secret import secret_page, uuid_in
from ..services import ConsentTextMissing, PassageRefused, answer_voice, reword, wording_of

ANSWERS = {"agree": True, "refuse": False}


def _find(token: str) -> Voice | None:
    identifier = uuid_in(read_token(VOICE, token, max_age=MAX_AGE))
    return Voice.objects.select_related("person", "passage__exchange").filter(uuid=identifier).first()


@secret_page(_find, invalid="people/link_invalid.html", gone="people/link_gone.html")
def voice(request: HttpRequest, voice: Voice) -> HttpResponse:
    """GET shows the words; POST agrees, refuses, or says them otherwise. 409 when a rule says no, typed text kept."""
    if request.method != "POST":
        return _page(request, voice, RewordForm(initial={"words": voice.passage.words}))
    form = RewordForm(request.POST)
    wanted = request.POST.get("answer", "")
    if not form.is_valid():
        return _page(request, voice, form, status=422)
    seen = form.cleaned_data["words_hash"]
    try:
        if wanted in ANSWERS:
            answer_voice(voice=voice, agrees=ANSWERS[wanted], words_hash=seen, source=SOURCE)
        elif wanted == "reword":
            reword(voice=voice, words=form.cleaned_data["words"], words_hash=seen, source=SOURCE)
    except (PassageRefused, ConsentTextMissing) as refusal:
        return _page(request, _fresh(voice), form, refusal=str(refusal), status=409)
    fresh = _fresh(voice)
    return _page(request, fresh, RewordForm(initial={"words": fresh.passage.words}), done=bool(wanted))


SOURCE = "page d’accord reçue par courriel"


def _fresh(voice: Voice) -> Voice:
    return Voice.objects.select_related("person", "passage__exchange").get(pk=voice.pk)


def _page(
    request: HttpRequest, voice: Voice, form: RewordForm, *, refusal: str = "", done: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "voice": voice,
        "passage": voice.passage,
        "form": form,
        "refusal": refusal,
        "done": done,
        "silent": voice.is_silent(timezone.now()),
        "others": voice.passage.voices.exclude(pk=voice.pk).count(),
        "wording": wording_of(ConsentPurpose.CONFIDED),
    }
    return render(request, "people/voice.html", context, status=status)
