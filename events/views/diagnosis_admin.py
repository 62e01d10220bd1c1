"""The facilitators' screens: reading over the état des lieux, the room, needs brought together, tables."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.numbers import number_in
from cms.qr import qr_svg_uri

from .. import workshop_papers as papers
from ..boards import board_of, changes_of
from ..enums import DiagnosisKind, Phase, diagnosis_heading
from ..enums_workshop import ItemState
from ..models import DiagnosisItem, NeedCluster, Room
from ..services.capturing import ensure_room, next_sheet, renew_room_keys, set_room
from ..services.diagnosis import CannotLink, CannotMerge, link, merge, phase_at, reword, settle_items, unlink, unmerge
from ..services.forgetting_workshop import cards_named, erase_named_cards
from ..services.seating import (
    compose_tables,
    faults_in,
    gather_needs,
    move_seat,
    needs_of,
    put_together,
    rename_cluster,
    seated,
)
from .certificates import pdf
from .workshop_screens import WorkshopScreen

# Sheets printed at once.
MOST_SHEETS = 100


class DiagnosisScreen(WorkshopScreen):
    """« État des lieux »: keep, set aside, reword, bring duplicates together, link."""

    template_name = "events/admin/diagnosis.html"
    page_title = "État des lieux"
    url_name = "events_diagnosis"
    header_icon = "list-ul"

    def rows(self) -> dict[str, Any]:
        wanted = self.request.GET.get("voir", "")
        items = DiagnosisItem.objects.filter(workshop=self.workshop, merged_into=None)
        items = items.filter(state=wanted) if wanted in ItemState.values else items.standing()
        found = items.select_related("author", "quote_consent", "card", "reply").prefetch_related(
            "merged__author", "versions", "answer_links__answer", "problem_links__problem"
        )
        by_kind: dict[str, list[DiagnosisItem]] = {}
        for item in found.order_by("pk"):
            by_kind.setdefault(item.kind, []).append(item)
        return {
            "columns": [
                (kind.value, diagnosis_heading(kind, len(by_kind[kind])), by_kind[kind])
                for kind in DiagnosisKind
                if kind in by_kind
            ],
            "wanted": wanted,
            "states": ItemState.choices,
            "kinds": DiagnosisKind.choices,
            "to_read": DiagnosisItem.objects.filter(workshop=self.workshop, state=ItemState.NEW).count(),
            "changes": changes_of(self.workshop),
            "is_public": self.workshop.live and phase_at(self.workshop) == Phase.MORNING,
        }

    def act(self, action: str, data: Any) -> str:
        ticked = self.items(data.getlist("element"))
        one = self.items([data.get("un", "")])
        if action == "tout-retenir":
            waiting = DiagnosisItem.objects.filter(workshop=self.workshop, state=ItemState.NEW)
            return _counted(settle_items(items=list(waiting.order_by("pk")), state=ItemState.KEPT), "retenu")
        if action == "retenir":
            return _counted(settle_items(items=ticked or one, state=ItemState.KEPT), "retenu")
        if action == "ecarter":
            return _counted(settle_items(items=ticked or one, state=ItemState.ASIDE), "écarté")
        if action == "reunir":
            if not ticked:
                raise CannotMerge("Choisissez au moins deux éléments à réunir.")
            merge(into=ticked[0], others=ticked[1:], by=self.user)
            return "Ces éléments n’en font plus qu’un ; chaque voix y reste."
        if action in ("relier", "delier"):
            if len(ticked) != 2:
                raise CannotLink("Cochez deux éléments : un frein et un levier, ou un besoin et un moyen.")
            (link if action == "relier" else unlink)(first=ticked[0], second=ticked[1])
            return "Ces deux éléments sont reliés." if action == "relier" else "Ces deux éléments ne sont plus reliés."
        if action == "separer":
            for item in one:
                unmerge(item=item)
            return "Cet élément a retrouvé sa place."
        for item in one:
            reword(item=item, text=data.get("text", "")[:800], kind=_kind(data.get("kind", ""), item), by=self.user)
        return "La nouvelle formulation est enregistrée ; l’ancienne est gardée."

    def items(self, numbers: list[str]) -> list[DiagnosisItem]:
        """Those of this workshop, in the order they were ticked on the screen."""
        rows = DiagnosisItem.objects.filter(workshop=self.workshop).in_bulk([number_in(each) for each in numbers])
        return [rows[number] for number in dict.fromkeys(map(number_in, numbers)) if number in rows]


def _kind(typed: str, item: DiagnosisItem) -> str:
    return typed if typed in DiagnosisKind.values else item.kind


def _counted(number: int, participle: str) -> str:
    many = "s" if number > 1 else ""
    return f"{number} élément{many} {participle}{many}."


class RoomScreen(WorkshopScreen):
    """« La salle »: open it, give the codes, print the sheets."""

    template_name = "events/admin/room.html"
    page_title = "La salle"
    url_name = "events_room"

    def rows(self) -> dict[str, Any]:
        room = Room.objects.filter(workshop=self.workshop).select_related("workshop").first()
        if room is None:
            return {"room": None}
        phone = papers.phone_url(room)
        return {
            "room": room,
            "phone": phone,
            "code": qr_svg_uri(phone),
            "wall": papers.wall_url(room),
            "typing": papers.typing_url(room),
            "cards": list(room.cards.select_related("person", "profile").order_by("-pk")),
            "named": self.request.GET.get("nom", "")[:160],
            "found": cards_named(room, self.request.GET.get("nom", "")),
            "to_read": DiagnosisItem.objects.filter(workshop=self.workshop, state=ItemState.NEW).count(),
        }

    def act(self, action: str, data: Any) -> str:
        room = ensure_room(self.workshop)
        if action == "cles":
            renew_room_keys(room=room)
            return "Les anciens liens n’ouvrent plus rien. Affichez les nouveaux codes."
        if action == "effacer":
            numbers = [number_in(each) for each in data.getlist("carte")]
            erased = erase_named_cards(room=room, cards=room.cards.filter(pk__in=numbers))
            return _cards_erased(erased)
        is_open = action == "ouvrir" or (action == "regler" and room.is_open)
        set_room(room=room, is_open=is_open, reads_first="reads_first" in data)
        return "La salle est ouverte." if is_open else "La salle est fermée."


def _cards_erased(number: int) -> str:
    if not number:
        return "Aucune carte n’était cochée : rien n’est effacé."
    many = "s" if number > 1 else ""
    return f"{number} carte{many} effacée{many}. Ce qui s’est dit reste, sans nom."


class NeedsScreen(WorkshopScreen):
    """« Besoins »: brought together during lunch."""

    template_name = "events/admin/needs.html"
    page_title = "Besoins à réunir"
    url_name = "events_needs"

    def rows(self) -> dict[str, Any]:
        needs = needs_of(self.workshop)
        clusters = NeedCluster.objects.filter(workshop=self.workshop).order_by("position", "pk")
        return {
            "clusters": [(each, [need for need in needs if need.cluster_id == each.pk]) for each in clusters],
            "loose": [need for need in needs if need.cluster_id is None],
        }

    def act(self, action: str, data: Any) -> str:
        if action == "proposer":
            made = gather_needs(self.workshop)
            return f"{made} groupe{'s' if made > 1 else ''} proposé{'s' if made > 1 else ''} : à vous de les corriger."
        mine = NeedCluster.objects.filter(workshop=self.workshop, pk=number_in(data.get("groupe", ""))).first()
        if action == "renommer" and mine and data.get("title", "").strip():
            rename_cluster(cluster=mine, title=data["title"])
            return "Le groupe a un nouveau nom."
        numbers = [number_in(each) for each in data.getlist("element")]
        items = DiagnosisItem.objects.filter(workshop=self.workshop, pk__in=numbers).order_by("pk")
        put_together(workshop=self.workshop, items=items, title=data.get("nouveau", "").strip(), cluster=mine)
        return "C’est rangé."


class TablesScreen(WorkshopScreen):
    """« Tables »: composed, moved by hand, printed."""

    template_name = "events/admin/tables.html"
    page_title = "Tables de l’après-midi"
    url_name = "events_tables"

    def rows(self) -> dict[str, Any]:
        room = Room.objects.filter(workshop=self.workshop).first()
        tables = seated(room) if room else []
        return {"room": room, "tables": tables, "faults": faults_in(tables), "numbers": range(1, len(tables) + 1)}

    def act(self, action: str, data: Any) -> str:
        room = ensure_room(self.workshop)
        if action == "deplacer":
            number = number_in(data.get("table", ""))
            move_seat(room=room, person_id=number_in(data.get("personne", "")), number=number)
            return "Cette personne a changé de table."
        tables = compose_tables(room=room, number=min(number_in(data.get("nombre", "")), 60) or None)
        return f"{len(tables)} table{'s' if len(tables) > 1 else ''} : relisez, déplacez, imprimez."


class PapersView(WorkshopScreen):
    """`…/panneau.pdf`, to hang up before the morning too; `…/tables.pdf` and `…/fiches.pdf?nombre=20`."""

    def get(self, request: HttpRequest, page_id: int, name: str) -> HttpResponse:  # type: ignore[override]
        if name == "panneau":
            return pdf(papers.board_paper(self.workshop, board_of(self.workshop)), f"panneau-{self.workshop.slug}.pdf")
        room = Room.objects.filter(workshop=self.workshop).select_related("workshop").first()
        if room is None:
            return redirect("events_room", self.workshop.pk)
        if name == "tables":
            return pdf(papers.tables_paper(room), f"tables-{self.workshop.slug}.pdf")
        number = min(max(number_in(request.GET.get("nombre", "")), 1), MOST_SHEETS)
        paper = papers.sheets_paper(room, first=next_sheet(room), number=number)
        return pdf(paper, f"fiches-{self.workshop.slug}.pdf")
