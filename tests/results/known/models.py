"""The statistics of known cases on models, by kind."""
