from reviewapp.results.reading_files.report.aligned import WIDTH, Notes, aligned


def test_columns_are_as_wide_as_what_stands_in_them():
    assert list(aligned([("", "n", ""), ("Fleiss", "12", "a note")])) == [
        "          n",
        "  Fleiss  12  a note",
    ]


def test_a_long_note_goes_on_below_its_column():
    lines = list(aligned([("Fleiss", "word " * 40)]))
    assert len(lines) > 1
    assert all(len(line) <= WIDTH for line in lines)
    assert all(line.startswith(" " * 10) for line in lines[1:])


def test_a_note_that_many_lines_share_has_one_number():
    notes = Notes()
    assert [notes.number(text) for text in ("Wilson", "", "DeLong", "Wilson")] == [
        "1",
        "",
        "2",
        "1",
    ]
    assert list(notes.lines()) == ["  1  Wilson", "  2  DeLong"]
