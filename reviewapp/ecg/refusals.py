"""Why a record, or a whole folder of records, is not taken into a pool."""

from typing import Final

from reviewapp.ecg.record import Refusal

REFUSAL_TITLES: Final = {
    "name": "Unusable record name",
    "missing_file": "File missing",
    "outside_folder": "Points outside its folder",
    "symlink": "Symbolic link instead of a file",
    "header": "Header not understood",
    "identity": "Header may identify a person",
    "multi_segment": "Several segments",
    "format": "Signal format not supported",
    "rate": "Sampling rate unusable",
    "gain": "Gain unusable",
    "unit": "Unknown unit",
    "missing_lead": "Missing lead",
    "duplicate_lead": "Lead given twice",
    "size": "Too large",
    "length": "File length and header disagree",
    "checksum": "Wrong checksum",
    "unreadable": "Cannot be read",
    "too_short": "Too short",
    "nan": "Holds NaN or infinity",
    "flat_lead": "Flat lead",
    "clipped": "Clipped lead",
    "amplitude": "Implausible amplitude",
    "no_label": "Not in the labels table",
    "duplicate_label": "Labelled twice",
    "label": "Label not understood",
    "duplicate": "Already in the pool",
    "flagged": "Flagged by the evaluation",
}
"""Every code that a :class:`Refusal` may carry, with its title for a person."""


class PoolInputError(ValueError):
    """A folder, table, declaration or archive that cannot be read at all.

    The text names the file, the field and what to do; it is meant to be shown.
    """


class RecordRefusedError(ValueError):
    """One record that cannot be taken; a reader turns it into a :class:`Refusal` and goes on."""

    def __init__(self, code: str, reason: str) -> None:
        if code not in REFUSAL_TITLES:
            raise KeyError(f"unknown refusal code {code!r}")
        super().__init__(reason)
        self.code = code
        self.reason = reason

    def of(self, name: str) -> Refusal:
        """The refusal of the record called ``name``."""
        return Refusal(name, self.code, self.reason)
