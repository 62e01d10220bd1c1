"""What the forms of the infolettre share: each writes down a demand, done after the answer (law.md C-08)."""

from typing import Any

from people.humans.forms import HumanForm
from people.humans.views import HumanView

from ..enums import DemandKind
from ..forms.subscribing import SOURCE_LENGTH
from ..services.demands import put_demand


class AskingView(HumanView):
    """A form that asks something for an address. Subclasses say which, and with which words."""

    kind: DemandKind

    def accept(self, form: HumanForm, *, ip: str) -> None:
        put_demand(kind=self.kind, email=form.cleaned_data["email"], ip=ip, **self.asked(form))

    def asked(self, form: HumanForm) -> dict[str, Any]:
        """What the demand says besides its address."""
        return {"source": self.request.path}

    def initial(self) -> dict[str, str]:
        return {**super().initial(), "source": self.source()}

    def source(self) -> str:
        """The page that held the form; for one on another site, that site as the browser names it."""
        origin = self.request.headers.get("Origin", "")
        here = f"{self.request.scheme}://{self.request.get_host()}"
        if origin not in ("", "null", here):
            return origin[:SOURCE_LENGTH]
        posted = str(self.request.POST.get("source", ""))[:SOURCE_LENGTH].replace("\x00", "")
        return posted or self.request.path
