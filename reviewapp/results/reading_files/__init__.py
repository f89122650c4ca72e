"""Readings from elsewhere: files in, the statistics of a study out; no Django, no database."""
