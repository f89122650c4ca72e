"""A real gunicorn server under test, which can be killed and started again.

Runs on the loopback alone, on whatever database the address names, with the app's own settings
(and the quick password hasher of the tests).
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from tests.postgres_server import free_port

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
START_LIMIT_S = 30.0
STOP_LIMIT_S = 10.0
WORKERS = ("-w", "2", "-k", "gthread", "--threads", "4")


def server_environment(database_url: str, folder: Path) -> dict[str, str]:
    """The environment of a server and its commands: nothing leaks in from the tests' own."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url,
        "DATA_FOLDER": str(folder),
        "SECRET_KEY": "only-for-the-server-under-test-" + "0123456789" * 3,
        "HTTPS": "false",
        "LOG_LEVEL": "ERROR",
    }


def run_python(arguments: list[str], environment: dict[str, str]) -> str:
    """What `python ARGUMENTS` prints; raises RuntimeError with its errors when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"python {' '.join(arguments)} failed:\n{done.stderr[-3000:]}")
    return done.stdout


class ReviewServer:
    """`gunicorn APPLICATION` as a process group of its own; use it as a context manager."""

    def __init__(
        self, environment: dict[str, str], log: Path, application: str = "reviewapp.wsgi"
    ) -> None:
        self.environment = environment
        self.application = application
        self.log = log
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "ReviewServer":
        self.start()
        self.wait_until_ready()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and return at once; requests are refused until it listens."""
        command = ["-m", "gunicorn", "-b", f"{HOST}:{self.port}", *WORKERS, self.application]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that the whole group dies, and only this group
            )

    def wait_until_ready(self) -> None:
        """Return when a worker answers; raises RuntimeError with the log when none does."""
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline:
            self.refuse_if_gone()
            if self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError(f"gunicorn did not answer:\n{self.log.read_text()[-3000:]}")

    def refuse_if_gone(self) -> None:
        """Raise RuntimeError with the log when the server ended by itself."""
        if self.process.poll() is not None:
            raise RuntimeError(f"gunicorn is gone:\n{self.log.read_text()[-3000:]}")

    def _answers(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=5) as connection:
                connection.sendall(b"GET /static/icon.svg HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                return connection.recv(5) == b"HTTP/"
        except OSError:
            return False

    @property
    def process(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the server was not started")
        return self._process

    def worker_ids(self) -> list[int]:
        """Process ids of the workers that live now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_worker(self, chance: random.Random) -> bool:
        """SIGKILL one worker; False when none was up at this moment."""
        workers = self.worker_ids()
        if not workers:
            return False
        os.kill(chance.choice(workers), signal.SIGKILL)
        return True

    def kill(self) -> None:
        """SIGKILL the whole server, in the middle of whatever it does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(STOP_LIMIT_S)

    def restart(self) -> None:
        """Kill the whole server and start it anew on the same port."""
        self.kill()
        self.start()

    def stop(self) -> None:
        """End the server in good order; kill it when it does not."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.kill()
