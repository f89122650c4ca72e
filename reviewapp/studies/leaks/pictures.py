"""What a served drawing says: the lattice of its numbers, and, apart from leaks, how it looks.

The trace is read back from the SVG's own path, so a drawing from other numbers than the
harmonised ones is noticed. The rendered picture is judged too, by a small classifier on its
strokes: that is what readers see, and no leak.
"""

import re
from dataclasses import dataclass
from math import gcd
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reviewapp.studies.leaks.separation import Numbers

PIXEL_UNITS: Final = 20
"""One pixel of the rendered picture: 0.5 mm on the drawing's lattice of 0.025 mm."""

STRIPS: Final = 4
"""The rendered picture is looked at in so many strips, as most layouts have rows."""

LATTICE_FEATURES: Final = ("points", "pieces", "off the lattice", "common step")

DIRECTIONS: Final = 8
"""Directions of strokes that are told apart (Dalal and Triggs 2005, oriented gradients)."""

TRACE_PATH: Final = re.compile(rb'\sd="([^"]*l[^"]*)"')
"""The path of a trace: nothing else of the drawing is made of relative lines."""

_SHIFT: Final = re.compile(rb'\stransform="translate\([0-9 -]*\)"')

_NUMBER: Final = re.compile(rb"-?[0-9]*\.?[0-9]+")
_BETWEEN: Final = 8  # points that stand for one line between two samples


class NoTraceError(ValueError):
    """A picture in which no trace is found."""


@dataclass(frozen=True)
class Trace:
    """The pieces of a trace as drawn: each a start and steps, in lattice units, y downwards."""

    pieces: tuple[NDArray[np.float64], ...]

    @property
    def steps(self) -> NDArray[np.float64]:
        """All steps upwards or downwards, one after the other."""
        return np.concatenate([np.diff(piece[:, 1]) for piece in self.pieces])


def read_trace(svg: bytes) -> Trace:
    """The trace of a drawing: every path with relative lines. Raises NoTraceError without one."""
    pieces = [
        _read_piece(piece)
        for path in TRACE_PATH.findall(svg)
        for piece in path.split(b"M")
        if b"l" in piece
    ]
    if not pieces:
        raise NoTraceError("the picture holds no path with relative lines")
    return Trace(tuple(pieces))


def without_shape(svg: bytes) -> bytes:
    """The drawing without its trace, and without the shifts that make room for a tall one."""
    return _SHIFT.sub(b"", TRACE_PATH.sub(b"", svg))


def _read_piece(text: bytes) -> NDArray[np.float64]:
    """Points (points, 2) of one "x y l dx dy dx dy ...". Raises NoTraceError for half a pair."""
    numbers = np.array([float(number) for number in _NUMBER.findall(text)])
    if numbers.size < 4 or numbers.size % 2:
        raise NoTraceError("a path of the picture does not hold pairs of numbers")
    points: NDArray[np.float64] = numbers.reshape(-1, 2).cumsum(axis=0)
    return points


def lattice_features(trace: Trace) -> Numbers:
    """One value for each of LATTICE_FEATURES: how many points and pieces, the share of steps off
    the lattice of whole units, and the common divisor of all steps on it (2 units for 5 microvolt
    at 10 mm/mV)."""
    steps = trace.steps
    whole = np.rint(steps)
    off = np.abs(steps - whole) > 1e-6
    divisor = gcd(*(int(step) for step in np.unique(whole)))
    return np.array([steps.size, len(trace.pieces), off.mean(), float(divisor)])


def stroke_features(trace: Trace) -> Numbers:
    """The rendered picture in a few numbers: for each strip of rows, the ink, and how much of its
    outline runs in each direction. Shifting a beat along its row changes none of them."""
    ink = render(trace)
    down, across = np.gradient(ink)
    strength = np.hypot(down, across)
    angle = np.mod(np.arctan2(down, across), 2 * np.pi)
    direction = np.minimum((angle / (2 * np.pi) * DIRECTIONS).astype(int), DIRECTIONS - 1)
    rows = []
    for part in np.array_split(np.arange(ink.shape[0]), STRIPS):
        outline = np.bincount(direction[part].ravel(), strength[part].ravel(), minlength=DIRECTIONS)
        rows += [ink[part].sum(), *outline]
    features: Numbers = np.log1p(np.array(rows))
    return features


def render(trace: Trace) -> NDArray[np.float64]:
    """The trace as pixels of 0.5 mm, 1 where there is ink; shape (340, 560), the whole chart."""
    height, width = 170 * 40 // PIXEL_UNITS, 280 * 40 // PIXEL_UNITS
    ink = np.zeros((height, width))
    share = np.linspace(0, 1, _BETWEEN, endpoint=False)[:, None, None]
    for piece in trace.pieces:
        along = piece[None, :-1] + share * np.diff(piece, axis=0)[None]
        x, y = (along // PIXEL_UNITS).astype(int).reshape(-1, 2).T
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        ink[y[inside], x[inside]] = 1.0
    return ink
