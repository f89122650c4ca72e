"""Pages as pixels: what Chromium makes of an SVG, and Poppler of a PDF."""

import base64
import os
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser
from scipy.ndimage import binary_dilation

from reviewapp.ecg.paper import SHEET_MM

PIXELS_PER_MM = 10
Pixels = NDArray[np.uint8]


def sheet_of_svg(chromium: Browser, svg: bytes) -> Pixels:
    """A whole A4 sheet as Chromium shows it, shape (2100, 2970, 3)."""
    width, height = (round(length * PIXELS_PER_MM) for length in SHEET_MM)
    page = chromium.new_page(viewport={"width": width, "height": height})
    address = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    page.set_content(f'<body style="margin:0"><img src="{address}" width="{width}" alt="">')
    page.evaluate("document.images[0].decode()")
    pixels = np.asarray(Image.open(BytesIO(page.screenshot())).convert("RGB"))
    page.close()
    return pixels


def pages_of_pdf(folder: Path, pdf: bytes) -> list[Pixels]:
    """Every page of a PDF as Poppler draws it; skipped without Poppler, but never in CI."""
    if shutil.which("pdftoppm") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("poppler-utils are needed to look at a PDF and were not found")
        pytest.skip("looking at a PDF needs pdftoppm (poppler-utils), and there is none here")
    (folder / "sheet.pdf").write_bytes(pdf)
    dpi = str(25.4 * PIXELS_PER_MM)
    command = ["pdftoppm", "-r", dpi, folder / "sheet.pdf", folder / "page"]
    subprocess.run(command, capture_output=True, check=True)
    return [np.asarray(Image.open(page)) for page in sorted(folder.glob("page*.ppm"))]


def ink(pixels: Pixels) -> NDArray[np.bool_]:
    """Where trace, pulses and letters cover a pixel, and on high-contrast paper the 5 mm lines.

    Without the last millimetre of the sheet: its size differs by a pixel from printer to printer.
    """
    height, width = (round(length - 1) * PIXELS_PER_MM for length in reversed(SHEET_MM))
    return np.asarray(pixels[:height, :width].min(axis=2) < 128)


def astray(some: NDArray[np.bool_], others: NDArray[np.bool_], within_mm: float) -> int:
    """How many pixels of `some` have none of `others` within that distance."""
    reach = round(within_mm * PIXELS_PER_MM)
    square = np.ones((2 * reach + 1, 2 * reach + 1), dtype=bool)
    return int((some & ~binary_dilation(others, square)).sum())
