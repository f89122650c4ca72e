"""The report of an analysis as plain data: sections of sentences, figures and tables in words."""
