"""Debian's Chromium, driven by Playwright, and the proof that a page asks nothing of another host."""

import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request

QUIET = [
    # Chromium's own calls home: updates, component downloads, safe browsing lists.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stands before pytest-playwright's own, whose form pytest 9 deprecates; live servers give their address."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "install Debian's package chromium, or set CHROMIUM to the path of one"
    # Chromium refuses its sandbox to root, which is who runs tests in a container.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": executable, "args": [*QUIET, *sandbox]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def no_foreign_requests(page: Page) -> Iterator[list[str]]:
    """Record what `page` asks of other hosts; at the end of the test, it must have asked nothing."""
    foreign: list[str] = []

    def record(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in {
            "localhost",
            "127.0.0.1",
        }:
            foreign.append(request.url)

    page.on("request", record)
    yield foreign
    assert foreign == []


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Finds what keeps people out of a page (WCAG 2.1 A and AA): `axe.run(page)`; see `barriers`."""
    return Axe()


def barriers(axe: Axe, page: Page) -> list[str]:
    """What axe finds wrong on the page shown, one line each: the rule, and where."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
    # Without preload: axe would copy the stylesheets into the page, which its content security policy refuses.
    rules = {"runOnly": {"type": "tag", "values": tags}, "preload": False}
    # A page just opened, or just turned to the other ink, is looked at once it is painted.
    page.wait_for_load_state()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
    found = axe.run(page, options=rules).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]
