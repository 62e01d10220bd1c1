"""XML of another site, one element at a time, whatever it was made to do to us."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeXml

from config.texts.errors import TextRefused

from .items import LARGEST_FILE


def elements(path: Path, names: frozenset[str]) -> Iterator[Any]:
    """Each element called by one of `names` (without its namespace), emptied once used. Raises TextRefused."""
    content = read(path)
    try:
        for _event, element in SafeXml.iterparse(io.BytesIO(content), forbid_dtd=True):
            if local(element) in names:
                yield element
                element.clear()
    except DefusedXmlException as error:
        raise TextRefused(f"« {path.name} » contient une définition interdite (DTD ou entité).") from error
    except (SafeXml.ParseError, ValueError, LookupError) as error:
        raise TextRefused(f"« {path.name} » n’est pas du XML lisible ({error}).") from error


def read(path: Path) -> bytes:
    """Raises TextRefused."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise TextRefused(f"« {path.name} » dépasse 200 Mo : exportez le site en plusieurs fichiers.")
        return path.read_bytes()
    except OSError as error:
        raise TextRefused(f"« {path} » ne s’ouvre pas : {error.strerror}.") from error


def local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def said(element: Any, *names: str) -> str:
    """The words of the first child called by one of `names`, in the order of `names`."""
    by_name = {local(child): (child.text or "").strip() for child in reversed(element)}
    return next((by_name[name] for name in names if by_name.get(name)), "")
