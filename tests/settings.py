"""The app's own settings with an environment made for tests; DATABASE_URL may name PostgreSQL."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("HTTPS", "false")
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ.setdefault("DATA_FOLDER", tempfile.mkdtemp(prefix="ecg-review-tests-"))
os.environ.setdefault("DATABASE_URL", f"sqlite:///{os.environ['DATA_FOLDER']}/unused.sqlite3")

from reviewapp.settings import *  # noqa: F403
from reviewapp.settings import DATABASES

# A file, not memory: the live server's threads must meet the locks that production meets.
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(os.environ["DATA_FOLDER"]) / "tests.sqlite3"),
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; tests only
