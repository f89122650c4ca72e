"""The statistics of known cases on discrimination, by kind."""
