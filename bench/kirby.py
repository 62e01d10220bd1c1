"""`python -m bench.kirby`: a Kirby site of 1,200 content files brought in, then brought in again, on both databases.

The folder has every shape that costs time: nested pages, typed programmes, blocks, KirbyText with links and pictures,
drafts, and one file in four with a picture of its own. The limit is what the import cannot avoid: reading the folder.
"""

import argparse
import json
import os
import platform
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.apart import on_each_database, open_house

FILES = 1_200
TARGET_SECONDS = 60
TEXT = (
    "Le Département a fait le choix d’articuler son ac- tion autour des solidarités.\nUne seconde ligne.\n\n"
    "**Objectifs\n**• favoriser l’interconnaissance\n• (link: page-{other} text: aller plus loin)\n\n"
    "(image: photo.png caption: Le col, (c) Anne)\n\nUn dernier paragraphe, avec **du gras** et *de l’italique*.\n"
)
BLOCKS = json.dumps(
    [
        {"type": "heading", "content": {"level": "h2", "text": "Le matin"}, "id": "a", "isHidden": False},
        {"type": "text", "content": {"text": "<p>Des mots <b>simples</b>.</p>"}, "id": "b", "isHidden": False},
        {"type": "list", "content": {"text": "<ul><li>un</li><li>deux</li></ul>"}, "id": "c", "isHidden": False},
    ],
    ensure_ascii=False,
)


def write_site(root: Path, picture: bytes) -> None:
    """FILES content files; a page in ten holds the nine after it."""
    for rank in range(FILES):
        parent = root if rank % 10 == 0 else root / f"{rank - rank % 10 + 1}_page-{rank - rank % 10}"
        folder = parent / (f"_drafts/page-{rank}" if rank % 40 == 39 else f"{rank + 1}_page-{rank}")
        folder.mkdir(parents=True)
        template, fields = _fields(rank)
        (folder / f"{template}.txt").write_text("\n\n----\n\n".join(fields), encoding="utf-8")
        if rank % 4 == 0:
            # Bytes after the end of a PNG are no part of it: each picture is another file.
            (folder / "photo.png").write_bytes(picture + str(rank).encode())


def _fields(rank: int) -> tuple[str, list[str]]:
    text = TEXT.format(other=(rank + 7) % FILES)
    if rank % 5 == 1:
        return "article", [f"Title: Nouvelle {rank}", "Date: 2021-03-16", f"Text: \n\n{text}"]
    if rank % 5 == 2:
        return "formation", [f"Title: Formation {rank}", "Displayquotes: oui", "Duree: Deux jours", f"Text: \n\n{text}"]
    if rank % 5 == 3:
        return "default", [f"Title: Page {rank}", f"Blocks: {BLOCKS}"]
    return "default", [f"Title: Page {rank}", f"Text: \n\n{text}"]


def measure() -> dict[str, Any]:
    """Seconds of each import, and how many pages and files the second one wrote, in the database of this process. Those
    of the processor say what the import costs, whatever else the machine does.
    """
    open_house()
    from django.db import connection

    from config.bringing_in import Done
    from config.kirby.folders import Reading, read_site
    from config.kirby.importing import Wish, import_kirby
    from tests.factories.cms import flat_picture
    from tests.factories.tree import make_house

    make_house()
    with tempfile.TemporaryDirectory(prefix="bench-kirby-") as folder:
        root = Path(folder)
        write_site(root, flat_picture().read())
        reading = Reading(root)
        seconds, busy, reports = [], [], []
        for _time in range(2):
            started, working = time.perf_counter(), time.process_time()
            reports.append(import_kirby(Wish(reading)))
            seconds.append(round(time.perf_counter() - started, 1))
            busy.append(round(time.process_time() - working, 1))
        started = time.perf_counter()
        read_site(reading)
        limit = time.perf_counter() - started
    written = (Done.PAGE_MADE, Done.PAGE_UPDATED, Done.FILE_WRITTEN)
    return {
        "database": connection.vendor,
        "seconds": seconds[0],
        "processor_seconds": busy[0],
        "again_seconds": seconds[1],
        "made": reports[0].done[Done.PAGE_MADE],
        "changed_again": sum(reports[1].done[what] for what in written),
        "reading_seconds": round(limit, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="both databases side by side: less time, a little slower")
    parser.add_argument("--json", action="store_true", help="end on one line of JSON")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(measure()))
        return
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors, {FILES} files")
    results = on_each_database("bench.kirby", "--inside", together=2 if options.quick else 1)
    for name, result in results.items():
        print(f"{name:<11} {result['made']} pages in {result['seconds']} s (target {TARGET_SECONDS} s)")
        print(f"            of which the processor worked {result['processor_seconds']} s")
        print(f"            again in {result['again_seconds']} s, changes {result['changed_again']}")
        print(f"            limit, reading the folder {result['reading_seconds']} s")
    if options.json:
        worst = max(result["seconds"] for result in results.values())
        changes = max(result["changed_again"] for result in results.values())
        print(json.dumps({"seconds": worst, "changed_again": changes, "databases": results}))


if __name__ == "__main__":
    main()
