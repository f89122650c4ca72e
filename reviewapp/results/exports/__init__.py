"""What leaves a study as files: tables, workbook, figures, report, checklists, all in one archive.

Rows come from the database a chunk at a time and leave a chunk at a time, so that memory does not
grow with the readings. Before unblinding there is `blind` and nothing else.
"""
