"""Are synthetic ECGs as useful as real ones: TSTR, TRTS, TRTR, TSTS and augmentation."""
