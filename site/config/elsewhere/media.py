"""Pictures of another site, when its folder of files was saved beside its texts: nothing is asked of the network."""

import os
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wagtail.models import Collection

from cms.pictures import LARGEST_PICTURE, PictureRefused
from cms.prose.html import PictureFound
from config.bringing_in import Library
from config.texts.errors import TextRefused

# « plage-300x200.jpg »: WordPress shows a smaller copy of « plage.jpg ».
_SMALLER = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+$)")
MOST_FILES = 200_000


@dataclass(kw_only=True)
class MediaFolder(Library):
    """Finds a picture by the end of its address; without a folder, finds none."""

    folder: Path | None = None
    refused: list[str] = field(default_factory=list)
    _by_name: dict[str, list[Path]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Raises TextRefused when the folder is no folder, or a link in it leads out."""
        if self.folder is None:
            return
        if not self.folder.is_dir():
            raise TextRefused(f"« {self.folder} » n’est pas un dossier d’images.")
        for above, _folders, names in os.walk(self.folder):
            for name in names:
                self._by_name[name].append(Path(above, name))
        if sum(map(len, self._by_name.values())) > MOST_FILES:
            raise TextRefused(f"« {self.folder.name} » contient trop de fichiers.")

    def picture(self, found: PictureFound) -> int | None:
        try:
            address = unquote(urlsplit(found.source).path)
        except ValueError:
            return None
        path = self._nearest(_SMALLER.sub("", address)) or self._nearest(address)
        if path is None:
            return None
        try:
            with path.open("rb") as opened:
                content = opened.read(LARGEST_PICTURE + 1)
            root = Collection.get_first_root_node()
            return self.keep(content, title=path.stem, collection=root, alt_text=found.alt[:250])
        except (PictureRefused, OSError) as refusal:
            self.refused.append(f"{path.name}\u00a0: {refusal}")
            return None

    def _nearest(self, address: str) -> Path | None:
        """The file whose folders agree most with the address; none when two agree as much, or when it lies outside."""
        wanted = [part for part in address.split("/") if part]
        known = self._by_name.get(wanted[-1], []) if wanted else []
        ranked = sorted(known, key=lambda path: _agreement(path.parts, wanted), reverse=True)
        if not ranked or (len(ranked) > 1 and len({_agreement(path.parts, wanted) for path in ranked[:2]}) == 1):
            return None
        assert self.folder is not None
        return ranked[0] if ranked[0].resolve().is_relative_to(self.folder.resolve()) else None


def _agreement(parts: tuple[str, ...], wanted: list[str]) -> int:
    """How many names, from the last, are the same."""
    same = 0
    for one, other in zip(reversed(parts), reversed(wanted), strict=False):
        if one != other:
            break
        same += 1
    return same
