"""neurokit2 comes with an extra: without it these tests skip."""

import pytest

pytest.importorskip("neurokit2", reason="the extra `evaluation` is not installed")
