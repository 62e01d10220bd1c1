"""What the making of the paper hears from the states of an issue. Filled in `AppConfig.ready`.

Each is called with the issue and the account (or None), inside the transaction that moves the issue: an exception
keeps it from moving.
"""

from collections.abc import Callable
from typing import Any

from cms.registries import Registry

Called = Callable[[Any, Any], None]
# « Bon à tirer » was just given: freeze the consents, order the PDF.
at_press: Registry[Called] = Registry()
# It is about to be taken back.
at_reopening: Registry[Called] = Registry()
