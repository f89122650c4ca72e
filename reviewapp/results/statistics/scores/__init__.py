"""Scores of an ordered scale, real ECGs against synthetic ones."""
