"""The environment: what is missing or unsafe stops the start with one clear line."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = ROOT / "reviewapp" / "settings.py"
KEY = "Zq3vX9-wJ7_" * 6


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run python in a process of its own, with `environment` and nothing else of the app's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "reviewapp.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    """The least that a server needs."""
    return {"SECRET_KEY": KEY, "DATA_FOLDER": str(tmp_path), "ALLOWED_HOSTS": "review.example.org"}


def last_line(result: subprocess.CompletedProcess[str]) -> str:
    return result.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("SECRET_KEY", "", "SECRET_KEY must be set"),
        ("SECRET_KEY", "short", "at least 50 random characters"),
        ("SECRET_KEY", "ab" * 40, "2 of them distinct"),
        ("DATABASE_URL", "mysql://u:p@localhost/db", "sqlite:// or postgres://"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("HTTPS", "ture", "HTTPS must be true or false"),
        ("UPLOAD_LIMIT_MB", "many", "UPLOAD_LIMIT_MB must be a whole number"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES must be a whole number"),
        ("DATA_FOLDER", "/dev/null/var", "DATA_FOLDER cannot be used"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be one of"),
    ],
)
def test_a_bad_value_stops_the_start(
    production: dict[str, str], variable: str, value: str, complaint: str
) -> None:
    result = run("-c", "import reviewapp.settings", **{**production, variable: value})

    assert result.returncode == 1
    assert last_line(result).startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert complaint in last_line(result)


def test_production_passes_every_deployment_check(production: dict[str, str]) -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **production)

    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_a_secret_may_lie_in_a_file(production: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "key").write_text(KEY)
    del production["SECRET_KEY"]
    asked = "import reviewapp.settings as s; print(s.SECRET_KEY)"

    result = run("-c", asked, **production, SECRET_KEY_FILE=str(tmp_path / "key"))

    assert result.stdout.strip() == KEY


def test_the_app_starts_without_torch(production: dict[str, str]) -> None:
    asked = (
        "import sys, django; django.setup(); import reviewapp.urls; print('torch' in sys.modules)"
    )
    assert run("-c", asked, **production).stdout.strip() == "False"


def test_cookies_are_bound_to_this_host_over_https(production: dict[str, str]) -> None:
    asked = (
        "import reviewapp.settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.DEBUG)"
    )
    result = run("-c", asked, **production)
    assert result.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True", "False"]


def variables_of_settings() -> set[str]:
    """Every name that settings.py reads: the first argument of `env.…(…)` and `read_…(…)`."""
    calls = [node for node in ast.walk(ast.parse(SETTINGS.read_text())) if is_a_reading(node)]
    return {
        call.args[0].value for call in calls if call.args and isinstance(call.args[0], ast.Constant)
    }


def is_a_reading(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and bool(re.match(r"env\.|read_", ast.unparse(node.func)))


def test_the_example_lists_every_variable_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == variables_of_settings()


def test_every_variable_in_the_example_is_explained() -> None:
    blocks = (ROOT / ".env.example").read_text().strip().split("\n\n")
    assert all(block.startswith("#") for block in blocks)


def test_the_environment_is_read_nowhere_else() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "reviewapp").rglob("*.py")
        if re.search(r"os\.environ(\.get\(|\[)|os\.getenv", path.read_text())
    ]
    assert readers == []
