"""The figures of an analysis, one file a figure; `results.charts` draws each by name."""
