"""The generator needs PyTorch, an optional extra: without it these tests skip, but never in CI."""

import importlib
import os
from contextlib import suppress
from pathlib import Path

import pytest

if os.environ.get("CI") == "true":
    # A skip would pass for success there.
    importlib.import_module("torch")
    importlib.import_module("safetensors")


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """The suite's processes share the cores; and sums in one order give the same bits."""
    with suppress(ImportError):
        importlib.import_module("torch").set_num_threads(1)


@pytest.fixture(scope="session")
def golden_folder(request: pytest.FixtureRequest) -> Path:
    """A published checkpoint in small, and what the published code computes with it."""
    if stated := os.environ.get("SSSD_GOLDEN"):
        return Path(stated)
    shared: Path = request.getfixturevalue("shared_data")
    return shared / "sssd-golden"
