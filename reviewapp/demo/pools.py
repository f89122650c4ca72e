"""The ECGs of the demo: the shipped checkpoint's beside real ones.

Real are open PTB-XL records where the network allows; else simulated ones stand in for them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings

from fixtures.download_ptbxl import DownloadError, download_ptbxl
from reviewapp.accounts.models import User
from reviewapp.ecg.pool_input import detect_kind, read_pool_input
from reviewapp.pool.ingest import ingest_recordings
from reviewapp.pool.models import Source

FIXTURES: Final = settings.BASE_DIR / "fixtures" / "demo"
SIMULATED_AS_REAL: Final = FIXTURES / "simulated_as_real"
SYNTHETIC: Final = FIXTURES / "synthetic_batch"


def find_real_ecgs(folder: Path, *, offline: bool, say: Callable[[str], None]) -> Path:
    """A folder of downloaded PTB-XL records, or that of the simulated ones that stand in for them.

    Says which of the two it is, and why.
    """
    downloaded = folder / "ptb-xl"
    if downloaded.is_dir():
        return downloaded
    if offline:
        say("Real ECGs: not asked for (--offline). Simulated ones stand in for them.")
        return SIMULATED_AS_REAL
    say("Real ECGs: asking PhysioNet for 30 open PTB-XL records (CC BY 4.0) ...")
    try:
        download_ptbxl(downloaded)
    except DownloadError as error:
        say(f"Real ECGs: {error}. Simulated ones stand in for them, named as such.")
        return SIMULATED_AS_REAL
    say("Real ECGs: 30 open PTB-XL records are here.")
    return downloaded


def fill_pools(researcher: User, real_ecgs: Path) -> tuple[list[Source], set[int]]:
    """Ingest both sides; all sources, and the primary keys of those that are synthetic."""
    real = _ingest(researcher, real_ecgs, is_simulated=real_ecgs == SIMULATED_AS_REAL)
    synthetic = _ingest(researcher, SYNTHETIC, is_simulated=False)
    return real + synthetic, {source.pk for source in synthetic}


def _ingest(researcher: User, folder: Path, *, is_simulated: bool) -> list[Source]:
    assert researcher.site
    report = ingest_recordings(
        by=researcher,
        site=researcher.site,
        kind=detect_kind(folder),
        readings=read_pool_input(folder),
        is_simulated=is_simulated,
    )
    return list(Source.objects.filter(site=researcher.site, name__in=report.sources))
