"""The environment of the demo: its own folder, its own key, SQLite, plain HTTP on loopback."""

import os
import secrets
from pathlib import Path

DATABASE_FILE = "demo.sqlite3"
KEY_FILE = "secret-key"


def prepare_environment(folder: Path) -> None:
    """Set every variable that the settings read, for a demo that lives in `folder`.

    Must run before Django's settings are loaded. The key is made once and kept, readable by its
    owner alone, so that the audit chain of an earlier demo still verifies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    key_file = folder / KEY_FILE
    if not key_file.exists():
        key_file.touch(mode=0o600)
        key_file.write_text(secrets.token_urlsafe(50))
    os.environ.update(
        DJANGO_SETTINGS_MODULE="reviewapp.settings",
        SECRET_KEY=key_file.read_text(),
        DATABASE_URL=f"sqlite:///{folder.resolve() / DATABASE_FILE}",
        DATA_FOLDER=str(folder.resolve()),
        DEMO="true",
        HTTPS="false",
        ALLOWED_HOSTS="127.0.0.1,localhost",
        LOG_LEVEL="WARNING",
    )
