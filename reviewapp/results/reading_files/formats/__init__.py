"""The formats of files of readings: each turns its file into rows of the same columns."""
