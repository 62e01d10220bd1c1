"""An issue of 24 pages and 20 pictures, from its texts to its three PDF: `python -m bench.print [--quick] [--json]`.

Beside it, in the same run and in turns: the same texts and pictures in a plain layout of two columns, written once
(what WeasyPrint costs by itself), and the bytes of the same files written to the disk (the physical limit). Each trial
has its own process, imports counted, so that memory is its own.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 20
PICTURE = (1500, 1000)
SENTENCE = (
    "Le car de 6 h 12 descend la vallée avant le jour, et les conversations reprennent où l’intercommunalité les avait "
    "laissées la veille. "
)
PARAGRAPH = SENTENCE * 3
PARAGRAPHS = 4
PLAIN_STYLE = """
@page { size: A4; margin: 20mm 15mm; @bottom-right { content: counter(page) } }
html { font: 9.6pt/13pt "Source Serif 4"; hyphens: auto; hyphenate-character: "-" }
h2 { font: 900 30pt/32pt "Fraunces" } article { break-before: page } img { width: 180mm }
.columns { columns: 2; column-gap: 6mm; text-align: justify }
"""


def prepare(folder: Path) -> None:
    """Twenty photographs of 1500 pixels: noise over a gradient, which JPEG cannot make small."""
    from PIL import Image

    for rank in range(ARTICLES):
        noise = Image.effect_noise(PICTURE, 40).convert("L")
        gradient = Image.linear_gradient("L").resize(PICTURE).rotate(rank * 9)
        Image.merge("RGB", (gradient, noise, Image.blend(gradient, noise, 0.5))).save(
            folder / f"{rank}.jpg", quality=82
        )


def trial(name: str, folder: Path) -> dict[str, float]:
    """One competitor in a process of its own: seconds, megabytes at the worst, pages."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "BENCH_PICTURES": str(folder)}
    environment["TEST_DATABASE_URL"] = "sqlite://:memory:"
    command = [sys.executable, "-m", "bench.print", "--trial", name]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


# --- inside the process of a trial ----------------------------------------------------------------


def run_trial(name: str) -> None:
    sys.path.insert(0, str(ROOT / "site"))
    import django
    from django.test.utils import override_settings

    django.setup()
    make_tables()
    with override_settings(MEDIA_ROOT=os.environ["BENCH_PICTURES"]):
        start, work = time.perf_counter(), time.process_time()
        pages, size = {"issue": print_issue, "plain": print_plain, "disk": write_bytes}[name]()
        seconds, work = time.perf_counter() - start, time.process_time() - work
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "cpu": work, "peak_mb": peak, "pages": pages, "bytes": size}))


def make_tables() -> None:
    """The two tables that pages ask even when they were never saved."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    from journal.models import Signature

    with connection.schema_editor() as editor:
        editor.create_model(ContentType)
        editor.create_model(Signature)


def print_issue() -> tuple[int, int]:
    """Two layouts at least, three files, as the job does; the database has no part in it."""
    from journal.printing.layout import Options
    from journal.printing.outputs import make_papers

    with tempfile.TemporaryDirectory() as folder:
        papers = make_papers(_issue(), _Shelf(), Path(folder), options=Options(copies=500))  # type: ignore[arg-type]
        return papers.page_count, sum(path.stat().st_size for _output, path in papers.files)


def print_plain() -> tuple[int, int]:
    from cms.pdf import lay_out, write

    articles = "".join(
        f'<article><h2>Article {rank}</h2><img src="media:///{rank}.jpg" alt=""><div class="columns">'
        f"{f'<p>{PARAGRAPH}</p>' * PARAGRAPHS}</div></article>"
        for rank in range(ARTICLES)
    )
    document = lay_out(f'<!doctype html><html lang="fr"><title>Plain</title>{articles}', styles=[PLAIN_STYLE])
    return len(document.pages), len(write(document, tagged=False))


def write_bytes() -> tuple[int, int]:
    """Twenty megabytes to the disk: three files of an issue."""
    size = 20_000_000
    with tempfile.NamedTemporaryFile(dir=os.environ["BENCH_PICTURES"]) as file:
        file.write(os.urandom(size))
        file.flush()
        os.fsync(file.fileno())
    return 0, size


class _Shelf:
    is_paper = True
    seed_addresses: dict[int, str] = {}

    def picture(self, image: Any, width: str) -> str:
        return f"media:///{image.title}.jpg"


def _issue() -> Any:
    """The issue as `gather` gives it, from rows that were never saved."""
    from wagtail.rich_text import RichText

    from cms.models import Image, SiteIdentity
    from journal.enums import ImprintFact
    from journal.models import ArticlePage, IssuePage, JournalPage, Rubric
    from journal.printing.content import PrintedArticle, PrintedBlock, PrintedIssue
    from journal.selectors.imprint import Imprint, ImprintLine
    from journal.selectors.sources import Sources
    from people.enums import Audience

    rubrics = [Rubric(name=name, slug=name) for name in ("Rencontrer", "Comprendre", "Semer", "Agir")]

    def picture(rank: int) -> Image:
        image = Image(title=str(rank), width=PICTURE[0], height=PICTURE[1], alt_text="Une vallée", collection_id=1)
        image._state.adding = False
        return image

    def article(rank: int) -> PrintedArticle:
        page = ArticlePage(pk=rank + 1, title=f"Article numéro {rank} de la vallée", summary=SENTENCE, slug=f"a{rank}")
        page.rubric, page.listing_image = rubrics[rank * len(rubrics) // ARTICLES], picture(rank)
        text = RichText(f"<p>{PARAGRAPH}</p>" * (PARAGRAPHS // 2))
        blocks = (
            PrintedBlock("text", text, opens=True),
            PrintedBlock("quote", {"text": SENTENCE, "author": "Une voisine", "role": ""}),
            PrintedBlock("heading", {"text": "Ce qui se dit au fond", "level": "2"}),
            PrintedBlock("text", text),
        )
        return PrintedArticle(page, blocks, Sources(), f"https://banc.example/r/n1-{rank}")

    facts = [ImprintLine(fact, SENTENCE, required=True) for fact in ImprintFact]
    issue = IssuePage(number=1, title="Numéro 1", season="Hiver", theme="Le banc", colour="gentiane", summary=SENTENCE)
    return PrintedIssue(
        issue=issue,
        journal_page=JournalPage(title="Le Dirigeable", introduction=SENTENCE),
        identity=SiteIdentity(name="Les Cols", contact_email="bonjour@banc.example"),
        articles=tuple(map(article, range(ARTICLES))),
        partners=(),
        audience=Audience.PRINT,
        imprint=Imprint(lines=tuple(facts), people=(), is_free=True),
        address="https://banc.example/r/n1",
    )


# --- the bench ------------------------------------------------------------------------------------


def bench(rounds: int, say: Callable[[str], None]) -> dict[str, float]:
    names = ("issue", "plain", "disk")
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for number in range(rounds):
            for competitor in names if number % 2 == 0 else reversed(names):
                found[competitor].append(trial(competitor, folder))
    for competitor in names:
        best = found[competitor]
        seconds, peak = _median([one["seconds"] for one in best]), max(one["peak_mb"] for one in best)
        work = _median([one["cpu"] for one in best])
        size = f"{peak:4.0f} MB, {best[0]['pages']:.0f} pages"
        say(f"{competitor:>6}: {seconds:6.2f} s ({work:.2f} s of processor), {size}")
    ratios = [a["cpu"] / b["cpu"] for a, b in zip(found["issue"], found["plain"], strict=True)]
    return {
        "seconds_24_pages": round(_median([one["seconds"] for one in found["issue"]]), 2),
        "peak_mb": round(max(one["peak_mb"] for one in found["issue"])),
        "to_plain_layout": round(_median(ratios), 2),
        "processor_seconds": round(_median([one["cpu"] for one in found["issue"]]), 2),
        "plain_peak_mb": round(max(one["peak_mb"] for one in found["plain"])),
        "pages": found["issue"][0]["pages"],
    }


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round, under 50 seconds")
    parser.add_argument("--json", action="store_true", help="the last line is one JSON object")
    parser.add_argument("--trial", choices=("issue", "plain", "disk"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.trial:
        run_trial(options.trial)
        return
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    print(f"{machine}, Python {platform.python_version()}")
    figures = bench(1 if options.quick else 5, print)
    print(json.dumps(figures) if options.json else figures)


if __name__ == "__main__":
    main()
