"""A Kirby folder of contents as it lies on the disk: its pages, their files, and what tells them apart (kirby.md 6)."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from .fields import decode

IGNORED = {"Thumb.db", "Thumbs.db", "@eaDir", "__MACOSX"}
# What Kirby itself does not track: programs, not files to read.
UNTRACKED = {".htm", ".html", ".php"}
DRAFTS = "_drafts"
SEPARATORS = {"auto": "[_-]", "_": "_", "-": "-"}
# A text of ten million characters is no page: a content folder does not come from people we know.
LARGEST_TEXT = 10_000_000
DEEPEST = 20
LONGEST_PATH = 480


class UnreadableFolder(Exception):
    """The folder is not what it should be; the message says where and why, in French."""


@dataclass(frozen=True)
class SourceFile:
    """A file beside a page, and what its own content file says of it."""

    path: Path
    name: str
    meta: dict[str, str]
    warnings: tuple[str, ...] = ()

    @property
    def uuid(self) -> str:
        return self.meta.get("uuid", "")


@dataclass
class SourcePage:
    """A page: where it stands, and its fields in the language asked for."""

    path: str  # inside the content folder, as on the disk; the same from one import to the next
    slug: str
    address: str  # the slugs from the top, without numbers: the page's address on the old site
    template: str
    number: int | None
    is_draft: bool
    fields: dict[str, str]
    digest: str
    files: dict[str, SourceFile] = field(default_factory=dict)
    children: list["SourcePage"] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_listed(self) -> bool:
        return self.number is not None and not self.is_draft

    @property
    def parent_path(self) -> str:
        return self.path.rpartition("/")[0].removesuffix(DRAFTS).rstrip("/")

    def walk(self) -> Iterator["SourcePage"]:
        """The page, then all it holds: parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Reading:
    """How to read: the folder, the language wanted, the one it falls back to, and what stands after a number."""

    root: Path
    language: str = ""
    separator: str = "auto"

    @property
    def numbered(self) -> re.Pattern[str]:
        return re.compile(rf"([0-9]+){SEPARATORS[self.separator]}(.+)", re.DOTALL)


def read_site(reading: Reading) -> SourcePage:
    """The whole folder, as one page that holds the others. Raises UnreadableFolder."""
    try:
        return _read_site(reading)
    except OSError as error:
        raise UnreadableFolder(f"« {error.filename} » ne s’ouvre pas : {error.strerror}.") from error


def _read_site(reading: Reading) -> SourcePage:
    if reading.root.is_file():
        return _lone_page(reading.root)
    if not reading.root.is_dir():
        raise UnreadableFolder(f"« {reading.root} » n’est ni un dossier ni un fichier.")
    if reading.separator == "auto":
        reading = replace(reading, separator=_separator_of(reading.root))
    return _read_folder(reading, reading.root, above=None, is_draft=False, depth=0)


def _separator_of(root: Path) -> str:
    """What stands after the numbers of this site: one sign for the whole of it, or « 2021-bilan » loses its year."""
    names = [name for _above, folders, _files in os.walk(root) for name in folders]
    after = {found[1] for name in names if (found := re.match(r"[0-9]+([_-]).", name))}
    return "-" if after == {"-"} else "_"


def _lone_page(path: Path) -> SourcePage:
    """One content file given by itself, named by its own name."""
    text = read_text(path)
    decoded = decode(text)
    page = SourcePage(
        path=path.name,
        slug=path.stem,
        address=path.stem,
        template=path.stem,
        number=0,
        is_draft=False,
        fields=decoded.fields,
        digest=_digest(text),
        warnings=decoded.warnings,
    )
    return _root([page])


def _root(children: list[SourcePage]) -> SourcePage:
    return SourcePage("", "", "", "site", None, False, {}, "", children=children)


def _read_folder(reading: Reading, folder: Path, *, above: SourcePage | None, is_draft: bool, depth: int) -> SourcePage:
    if depth > DEEPEST:
        raise UnreadableFolder(f"« {folder.name} » est rangé trop profond ({DEEPEST} dossiers).")
    entries = sorted((entry for entry in folder.iterdir() if _is_tracked(entry, reading.root)), key=_natural)
    texts = [entry for entry in entries if entry.is_file() and entry.suffix == ".txt"]
    media = {entry.name: entry for entry in entries if entry.is_file() and entry.suffix not in {".txt", *UNTRACKED}}
    page = _page(reading, folder, above, _content_files(texts, media, reading.language))
    page.is_draft = is_draft
    page.files = {name: _source_file(path, texts, reading.language) for name, path in media.items()}
    page.digest = _digest(page.digest, *(f"{name}{sorted(one.meta.items())}" for name, one in page.files.items()))
    for child in _child_folders(folder, reading.root):
        drafted = is_draft or child.parent.name == DRAFTS
        page.children.append(_read_folder(reading, child, above=page, is_draft=drafted, depth=depth + 1))
    page.children.sort(key=lambda child: (child.number is None, child.number or 0, child.slug))
    return page


def _page(reading: Reading, folder: Path, above: SourcePage | None, found: "_Content") -> SourcePage:
    """The page of a folder, its fields read in the language wanted, each missing one in the default language."""
    template, paths, others = found
    fields: dict[str, str] = {}
    warnings = [f"{path.name} : texte non repris, {paths[-1].name} est la page" for path in others]
    texts = [read_text(path) for path in paths]
    for path, text in zip(paths, texts, strict=True):
        decoded = decode(text)
        warnings += [f"{path.name} : {warning}" for warning in decoded.warnings]
        fields |= {key: value for key, value in decoded.fields.items() if value or key not in fields}
    numbered = reading.numbered.fullmatch(folder.name)
    number, slug = (int(numbered[1]), numbered[2]) if numbered and above else (None, folder.name if above else "")
    if above and not numbered and (mistaken := re.fullmatch(r"[^_]+_(.+)", folder.name)) and reading.separator != "-":
        # Kirby casts « abc » of « abc_def » to the number 0.
        number, slug = 0, mistaken[1]
        warnings.append(f"dossier « {folder.name} » : ce qui précède « _ » n’est pas un numéro")
    if above and reading.separator == "_" and re.match(r"[0-9]+-.", folder.name):
        warnings.append(f"dossier « {folder.name} » : nombre pris pour une partie du nom (--separator pour choisir)")
    slug = fields.get("url_key") or fields.get("slug") or slug
    address = f"{above.address}/{slug}".strip("/") if above else ""
    inside = folder.relative_to(reading.root).as_posix() if above else ""
    return SourcePage(inside, slug, address, template, number, False, fields, _digest(*texts), warnings=warnings)


# The name of a template, its content files (the default language first), and texts that it leaves out.
_Content = tuple[str, list[Path], list[Path]]


def _content_files(texts: list[Path], media: dict[str, Path], language: str) -> _Content:
    """A text named after a file tells of that file. Among several others, the last in natural order wins. A language
    that nobody asked for is left out too, unless another was.
    """
    own = [path for path in texts if not _names_a_file(path, media)]
    if not own:
        return "default", [], []
    template = own[-1].stem.partition(".")[0]
    versions = {path.stem.partition(".")[2]: path for path in own if path.stem.partition(".")[0] == template}
    default = next((versions[name] for name in ("", "fr") if name in versions), next(iter(versions.values())))
    wanted = versions.get(language, default)
    kept = [default] if wanted == default else [default, wanted]
    # Who chose a language knows that the others stay behind.
    left = [path for path in own if path not in kept and not (language and path in versions.values())]
    return template, kept, left


def _names_a_file(path: Path, media: dict[str, Path]) -> bool:
    """`photo.jpg.txt` and `photo.jpg.fr.txt` tell of `photo.jpg`."""
    return path.stem in media or path.stem.rpartition(".")[0] in media


def _source_file(path: Path, texts: list[Path], language: str) -> SourceFile:
    told = {text.stem.removeprefix(path.name).removeprefix("."): text for text in texts if _tells_of(text, path)}
    meta: dict[str, str] = {}
    warnings: list[str] = []
    for name in sorted(told, key=lambda name: (name == language, name == "fr", name)):
        decoded = decode(read_text(told[name]))
        warnings += decoded.warnings
        meta |= {key: value for key, value in decoded.fields.items() if value}
    return SourceFile(path, path.name, meta, tuple(warnings))


def _tells_of(text: Path, path: Path) -> bool:
    return text.stem == path.name or text.stem.rpartition(".")[0] == path.name


def _child_folders(folder: Path, root: Path) -> list[Path]:
    drafts = folder / DRAFTS
    inside = [*folder.iterdir(), *(drafts.iterdir() if drafts.is_dir() and not drafts.is_symlink() else [])]
    return sorted((entry for entry in inside if entry.is_dir() and _is_tracked(entry, root)), key=_natural)


def _is_tracked(entry: Path, root: Path) -> bool:
    """Whether Kirby would read it. A link that leads out of the folder is a trick: it is refused aloud; so is one to a
    folder, since two in each would lead to a million.
    """
    if entry.name.startswith((".", "_")) or entry.name in IGNORED or entry.suffix == ".lock":
        return False
    if not entry.resolve().is_relative_to(root.resolve()):
        raise UnreadableFolder(f"« {entry.name} » mène hors du dossier : rien n’a été importé.")
    if entry.is_symlink() and entry.is_dir():
        raise UnreadableFolder(f"« {entry.name} » est un lien vers un autre dossier : rien n’a été importé.")
    inside = entry.relative_to(root).as_posix()
    if len(inside) > LONGEST_PATH or not inside.isprintable():
        shown = inside.encode("utf-8", "replace").decode()[-80:]
        raise UnreadableFolder(f"« {shown} » : ce nom est trop long, ou ses signes sont illisibles.")
    return True


def _natural(path: Path) -> list[tuple[int, int | str]]:
    """2 before 10, as people sort."""
    parts = re.split(r"(\d+)", path.name)
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]


def read_text(path: Path) -> str:
    """A content file. Raises UnreadableFolder when it is too large or no UTF-8 text."""
    if path.stat().st_size > LARGEST_TEXT:
        raise UnreadableFolder(f"« {path.name} » est trop gros pour un texte.")
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFolder(f"« {path.name} » n’est pas un texte en UTF-8 (octet {error.start}).") from error
    if "\0" in text:
        # Of another encoding, or no text at all; no database keeps it.
        raise UnreadableFolder(f"« {path.name} » n’est pas un texte en UTF-8 (octet {text.index(chr(0))}).")
    return text


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
