"""The statistics of a reader study: arrays in, estimates out; no Django, no files."""
