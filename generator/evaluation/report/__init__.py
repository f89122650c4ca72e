"""The report of an evaluation: one object, printed as page, JSON and CSV; and two compared."""
