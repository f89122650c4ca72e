"""A real PostgreSQL server of the tests' own, in a temporary folder, gone when they end."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType

SUPERUSER = "postgres"
# initdb refuses root, so a root shell lends the server to the first of these that exists.
UNPRIVILEGED = ("postgres", "nobody")
DEBIAN = "/usr/lib/postgresql"


class PostgresMissingError(Exception):
    """This machine has no PostgreSQL server programs."""


class PostgresServer:
    """A server on a free loopback port and a Unix socket; a context manager.

    Not `durable`, it skips fsync: killing the server still loses nothing, only a power cut would.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self.programs = find_programs()
        self.durable = durable
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="ecg-review-postgres-"))
        self.owner = _unprivileged_owner()

    def __enter__(self) -> "PostgresServer":
        try:
            if self.owner:
                shutil.chown(self.folder, self.owner, pwd.getpwnam(self.owner).pw_gid)
            self._run("initdb", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
            self.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self) -> str:
        """The address for DATABASE_URL, of the database that every server begins with."""
        return f"postgres://{SUPERUSER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        if not self.durable:
            options += " -c fsync=off -c full_page_writes=off"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "server.log"), "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: `smart`, `fast`, or `immediate`, which is as good as a crash."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-w", "-m", mode, "stop")

    def restart(self, mode: str = "fast") -> None:
        """Stop in `mode` and start again, on the same port and with the same data."""
        self.stop(mode)
        self.start()

    @property
    def data(self) -> Path:
        """The folder of the server's own files."""
        return self.folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        result = subprocess.run(
            [self.programs / program, "-D", self.data, *arguments],
            user=self.owner,
            group=pwd.getpwnam(self.owner).pw_gid if self.owner else None,
            extra_groups=[] if self.owner else None,
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise RuntimeError(
                f"{program} failed:\n{result.stdout}{result.stderr}{self._server_log()}"
            )

    def _server_log(self) -> str:
        log = self.folder / "server.log"
        return log.read_text() if log.exists() else ""


def find_programs() -> Path:
    """The folder of initdb and pg_ctl: on PATH, or where Debian keeps the newest version."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    debian = Path(DEBIAN).glob("*/bin")
    folders += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise PostgresMissingError(
        f"PostgreSQL's initdb and pg_ctl are neither on PATH nor in {DEBIAN}; "
        "on Debian and Ubuntu: apt install postgresql"
    )


def free_port() -> int:
    """A loopback port that nobody listens on now.

    Below the ports that the system gives to clients: from there, a client that knocks while its
    server restarts may be given the server's own port, and keep the server from coming back.
    """
    while True:
        port = 15_000 + secrets.randbelow(15_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _unprivileged_owner() -> str | None:
    """The user to run the server as; None means the one who runs the tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return name
    raise PostgresMissingError(f"root may not run PostgreSQL, and there is no user {UNPRIVILEGED}")
