"""Every display there is, and those that differ in geometry."""

from itertools import product

from reviewapp.ecg.display import SETTINGS, Display

EVERY_DISPLAY = [
    Display(*values)  # type: ignore[arg-type]
    for values in product(*(setting.values for setting in SETTINGS))
]

EVERY_GEOMETRY = [display for display in EVERY_DISPLAY if display.paper == "red"]
