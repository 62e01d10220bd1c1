"""The same letter for everybody: 50 kB of HTML as letters have it, with a leaving link of one's own."""

SIZE = 50_000
PLACE = "%%leave_url%%"
SUBJECT = "Les ateliers de l’été"

_PARAGRAPH = (
    '<tr><td style="padding:16px 24px;font:16px/1.5 Georgia,serif;color:#1e2a26"><h2 style="margin:0 0 8px">Un atelier'
    ' de plus</h2><p style="margin:0 0 12px">Des bénévoles, un hôpital et une compagnie de théâtre se retrouvent trois'
    ' après-midi : on y lit, on y cuisine, et l’on y apprend à se connaître.</p><a href="https://asso.example/ateliers/'
    'lire-et-cuisiner/" style="color:#1f4d3f">Lire la suite</a></td></tr>\n'
)
_FRAME = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{subject}</title></head><body><table>{rows}'
    '</table><p><a href="{leave}">Ne plus recevoir cette lettre</a></p></body></html>\n'
)


def html(leave: str = PLACE) -> str:
    """The letter, with `leave` where the person's own address goes: a place of ours, or a Django variable."""
    rows = _PARAGRAPH * (SIZE // len(_PARAGRAPH.encode()))
    return _FRAME.format(subject=SUBJECT, rows=rows, leave=leave)


def text(leave: str = PLACE) -> str:
    return "Des bénévoles, un hôpital et une compagnie de théâtre se retrouvent.\n" * 40 + f"\n{leave}\n"
