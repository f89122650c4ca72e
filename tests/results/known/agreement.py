"""The statistics of known cases on agreement, by kind."""
