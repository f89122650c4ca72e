"""`make demo`: set up the demo's own folder, print the accounts, and serve it on loopback."""

import argparse
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from reviewapp.demo.environment import prepare_environment

PORTS_TRIED = 50


def main() -> None:
    """Seed the demo and, unless told otherwise, serve it until Ctrl-C."""
    options = _read_options()
    prepare_environment(options.folder)
    import django  # noqa: PLC0415 - Django reads the environment when it is set up

    django.setup()
    from reviewapp.demo.seed import seed  # noqa: PLC0415

    passwords = seed(options.folder, offline=options.offline, say=_say)
    _say(_describe(passwords))
    if not options.seed_only:
        _serve(_free_port(options.port))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m reviewapp.demo", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("var/demo"), help="where it lives")
    parser.add_argument("--port", type=int, default=8000, help="the first port to try")
    parser.add_argument("--offline", action="store_true", help="do not ask PhysioNet for ECGs")
    parser.add_argument("--seed-only", action="store_true", help="do not start the server")
    return parser.parse_args()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _describe(passwords: Mapping[str, str]) -> str:
    from reviewapp.demo.cast import PEOPLE  # noqa: PLC0415 - needs Django to be set up

    rows = [
        f"  {person.username:<8} {passwords[person.username]:<14} "
        f"{person.role.replace('_', ' ')}, {person.site}"
        for person in PEOPLE
    ]
    return "\n".join(["", "Accounts (name, password, role, site):", *rows, ""])


def _free_port(first: int) -> int:
    """The first port from `first` on that nobody listens on."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"every port from {first} to {first + PORTS_TRIED - 1} is taken; try --port")


def _serve(port: int) -> None:
    """Become the server: this process is gunicorn from here on."""
    _say(f"Open http://127.0.0.1:{port}/ in a browser. Ctrl-C ends the demo; its data stay.")
    root = Path(__file__).parents[2]
    gunicorn = ["-m", "gunicorn", "-c", str(root / "gunicorn.conf.py"), "--chdir", str(root)]
    arguments = [sys.executable, *gunicorn, "-b", f"127.0.0.1:{port}", "reviewapp.wsgi"]
    os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter, no user's text


if __name__ == "__main__":
    main()
