"""A real IMAP server for the tests: Dovecot, in the foreground, with one account whose mail is in a folder."""

import contextlib
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .sinks import free_port

SETTINGS = """\
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
default_internal_user = {user.pw_name}
default_internal_group = {group}
default_login_user = {user.pw_name}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={user.pw_uid} gid={user.pw_gid} home={folder}
}}
"""
BINARY = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Mailbox:
    url: str
    folder: Path

    def put(self, *mails: bytes) -> None:
        for number, mail in enumerate(mails):
            (self.folder / "new" / f"{time.time_ns()}.{number}.test").write_bytes(mail)

    def kept(self) -> list[bytes]:
        """What the mailbox still holds, oldest first."""
        held = [path for name in ("new", "cur") for path in (self.folder / name).iterdir()]
        return [path.read_bytes() for path in sorted(held, key=lambda path: path.name)]


@contextlib.contextmanager
def listening() -> Iterator[Mailbox]:
    """Dovecot on a port of its own for the length of the block, with everything it writes in a folder of its own."""
    assert BINARY is not None
    # Dovecot wants no root for its login process: everything runs as somebody harmless.
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.getuid())
    group = grp.getgrgid(user.pw_gid).gr_name
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))  # short: the path of a socket is limited to 107 characters
    port = free_port()
    maildir = folder / "mail"
    for path in (maildir / "new", maildir / "cur", maildir / "tmp", folder / "run"):
        path.mkdir(parents=True)
    (folder / "dovecot.conf").write_text(SETTINGS.format(folder=folder, port=port, user=user, group=group))
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid)
    identity: dict[str, Any] = (
        {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    process = subprocess.Popen([BINARY, "-F", "-c", str(folder / "dovecot.conf")], **identity)
    try:
        _wait_for(port, process)
        yield Mailbox(f"imap://retours:secret@127.0.0.1:{port}/INBOX", maildir)
    finally:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"dovecot ended with status {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            if line.recv(64).startswith(b"* OK"):
                return
        time.sleep(0.05)
    raise RuntimeError("dovecot did not answer")
