"""Files of the old site into the media library."""

import hashlib
import re
from pathlib import Path

from django.core.files import File
from django.db.models import FileField
from PIL import Image as Pillow
from PIL import UnidentifiedImageError
from wagtail.utils.file import hash_filelike

from cms.models import Document, Image
from config.models import ImportedSource

from ..bringing_in import Done, Report
from .addresses import Directory
from .folders import SourceFile, SourcePage

PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"}
DOCUMENTS = {
    *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".md", ".epub"),
    *(".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx", ".odp", ".zip"),
    *(".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".webm", ".vtt", ".srt"),
}
Media = Image | Document
# Fields of a file that are kept, or that said how Kirby showed it.
KNOWN = {"alt", "title", "caption", "photographer", "credit", "credits", "focus", "uuid", "sort", "template"}
ALT_LIMIT = 250
FOCUS = re.compile(r"([\d.]+)%[ ,]+([\d.]+)%")


class FilesBroughtIn:
    """Copies files and remembers which it wrote, to take them back when the import is undone."""

    def __init__(self, directory: Directory, report: Report) -> None:
        self.directory = directory
        self.report = report
        self.written: list[FileField] = []

    def bring(self, page: SourcePage, file: SourceFile) -> None:
        path = f"{page.path}/{file.name}"
        suffix = file.path.suffix.lower()
        if suffix not in PICTURES | DOCUMENTS:
            self.report.warn(path, f"les fichiers « {suffix or file.name} » ne sont pas repris")
            return
        if suffix in PICTURES and (fault := _fault(file.path)):
            self.report.warn(path, fault)
            return
        known = ImportedSource.objects.filter(path=f"fichier:{path}").select_related("image", "document").first()
        digest = _digest(file)
        kept = (known.image or known.document) if known else None
        if known and known.digest == digest:
            self.report.done[Done.FILE_KEPT] += 1
        elif known and kept is None:
            self.report.tell(path, "supprimé depuis le premier import, pas repris")
        else:
            self._tell_of_words(file, path)
            kept = self._write(file, kept, is_picture=suffix in PICTURES, path=path)
            ImportedSource.objects.update_or_create(
                path=f"fichier:{path}",
                defaults={
                    "digest": digest,
                    "image": kept if isinstance(kept, Image) else None,
                    "document": kept if isinstance(kept, Document) else None,
                },
            )
            self.report.done[Done.FILE_WRITTEN] += 1
        if kept:
            self.directory.add_file(page, file, kept)

    def take_back(self) -> None:
        for stored in self.written:
            stored.storage.delete(stored.name)

    def _tell_of_words(self, file: SourceFile, path: str) -> None:
        """What its own content file says of it, and our library cannot hold."""
        for warning in file.warnings:
            self.report.warn(path, warning)
        for name in sorted(file.meta.keys() - KNOWN):
            self.report.warn(path, f"champ « {name} » du fichier, non repris : {file.meta[name][:80]}")
        if len(file.meta.get("alt", "")) > ALT_LIMIT:
            self.report.warn(path, f"description de plus de {ALT_LIMIT} signes, coupée")

    def _write(self, file: SourceFile, kept: Media | None, *, is_picture: bool, path: str) -> Media:
        row = kept or (Image() if is_picture else Document())
        row.title = (file.meta.get("title") or file.path.stem)[:255]
        row.credit = (file.meta.get("photographer") or file.meta.get("credit") or file.meta.get("credits", ""))[:200]
        if isinstance(row, Image):
            row.alt_text = file.meta.get("alt", "")[:ALT_LIMIT]
            if not row.alt_text:
                self.report.warn(path, "image à décrire")
        with file.path.open("rb") as opened:
            # By which the same picture, brought in with another text, is known.
            row.file_hash = hash_filelike(opened)
            opened.seek(0)
            row.file = File(opened, name=file.name)
            if isinstance(row, Image):
                _measure(row, file)
            row.file_size = file.path.stat().st_size
            row.save()
        self.written.append(row.file)
        return row


def _measure(image: Image, file: SourceFile) -> None:
    """Size, and where the eye should rest (`Focus: 50% 30%`)."""
    with Pillow.open(file.path) as picture:
        image.width, image.height = picture.size
    if focus := FOCUS.match(file.meta.get("focus", "")):
        image.focal_point_x = round(image.width * min(float(focus[1]), 100) / 100)
        image.focal_point_y = round(image.height * min(float(focus[2]), 100) / 100)
        image.focal_point_width = image.focal_point_height = 1


def _fault(path: Path) -> str:
    """Why this is no picture, in words; nothing when it is one."""
    try:
        with Pillow.open(path) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Pillow.DecompressionBombError):
        return "image illisible, pas reprise"
    return ""


def _digest(file: SourceFile) -> str:
    with file.path.open("rb") as opened:
        content = hashlib.file_digest(opened, "sha256").hexdigest()
    return hashlib.sha256(f"{content}{sorted(file.meta.items())}".encode()).hexdigest()
