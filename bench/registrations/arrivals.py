"""Clients that arrive whether or not those before them were served: what a rush is (open loop)."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from re import search
from urllib.parse import urlencode
from urllib.request import urlopen
from uuid import uuid4

REQUEST = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nReferer: http://127.0.0.1/\r\n"
    "Cookie: csrftoken={cookie}\r\nContent-Length: {length}\r\n\r\n{body}"
)


@dataclass(frozen=True)
class Outcome:
    """`seconds` of each answer from the moment it was due, in order of size; `wrong` counts the other answers."""

    seconds: list[float]
    wrong: int
    lasted: float

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.lasted

    @property
    def p95_ms(self) -> float:
        return 1000 * self.seconds[int(0.95 * len(self.seconds))] if self.seconds else float("inf")


@dataclass
class Door:
    """How to knock at one view: the bytes of a new request each time."""

    port: int
    write: Callable[[], bytes]
    wanted: bytes


def registration(port: int, page: int, session: int) -> Door:
    """The public form, as a browser sends it: the token of a page read once, a key and a person of its own."""
    path = f"/inscriptions/{page}/"
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        cookie = SimpleCookie(answer.headers["Set-Cookie"])["csrftoken"].value
        found = search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
    assert found, "the form carries no token"

    def write() -> bytes:
        key = str(uuid4())
        values = {
            "csrfmiddlewaretoken": found[1],
            "submission_key": key,
            "sessions": session,
            "given_name": "Camille",
            "family_name": key,
            "email": f"{key}@valclair.example",
        }
        return _request(path, urlencode(values), cookie)

    return Door(port, write, b"302")


def bare(port: int, session: int) -> Door:
    return Door(port, lambda: _request(f"/bare/{session}/", "", ""), b"204")


def _request(path: str, body: str, cookie: str) -> bytes:
    return REQUEST.format(path=path, cookie=cookie, length=len(body), body=body).encode()


async def _knock(door: Door, due: float, seconds: list[float]) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(door.write())
    status = (await reader.readline()).split()[1:2]
    await reader.read()
    writer.close()
    if status == [door.wanted]:
        seconds.append(time.monotonic() - due)
        return True
    return False


async def _arrive(door: Door, rate: float, lasting: float) -> Outcome:
    draw, start, due = random.Random(7), time.monotonic(), time.monotonic()
    seconds: list[float] = []
    tasks = []
    while due < start + lasting:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        tasks.append(asyncio.create_task(_knock(door, due, seconds)))
        due += draw.expovariate(rate)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    return Outcome(sorted(seconds), sum(result is not True for result in results), time.monotonic() - start)


async def _press(door: Door, clients: int, lasting: float) -> Outcome:
    start, wrong = time.monotonic(), 0
    seconds: list[float] = []

    async def client() -> None:
        nonlocal wrong
        while time.monotonic() < start + lasting:
            wrong += not await _knock(door, time.monotonic(), seconds)

    await asyncio.gather(*(client() for _ in range(clients)))
    return Outcome(sorted(seconds), wrong, time.monotonic() - start)


def arrive(door: Door, *, rate: float, lasting: float) -> Outcome:
    """Poisson arrivals, `rate` a second for `lasting` seconds, from a fixed draw; waits for the last answer."""
    return asyncio.run(_arrive(door, rate, lasting))


def press(door: Door, *, clients: int, lasting: float) -> Outcome:
    """As fast as `clients` go, each waiting for its answer: the most that the view can do."""
    return asyncio.run(_press(door, clients, lasting))
