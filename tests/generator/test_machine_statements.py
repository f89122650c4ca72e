"""A table of what machines write, and what it amounts to."""

import pytest

from generator.machine_statements import Finding, finding_of

SINUS, FIBRILLATION, OTHER = Finding("SR"), Finding("AF"), Finding("other")


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["Sinus rhythm"], SINUS),
        (["Sinus rhythm", "Normal ECG"], Finding("SR", is_normal=True)),
        (["Normal ECG", "Normal sinus rhythm."], Finding("SR", is_normal=True)),
        (["Sinus rhythm", "Otherwise normal ECG"], SINUS),
        (["Sinus rhythm", "Borderline ECG"], SINUS),
        (["Sinus rhythm", "Normal ECG except for rate"], SINUS),
        (["Sinus rhythm", "Possible right atrial abnormality", "", "Borderline ECG"], SINUS),
        (["Sinus rhythm with 1st degree A-V block", "Normal ECG"], Finding("SR", is_normal=True)),
        (["Sinus rhythm with borderline 1st degree A-V block"], SINUS),
        (["*** Consider acute ST elevation MI ***", "Sinus rhythm"], SINUS),
        (["Sinus rhythm", "Low QRS voltages in limb leads"], SINUS),
        (["Sinus bradycardia", "Normal ECG"], OTHER),
        (["Sinus tachycardia"], OTHER),
        (["Sinus arrhythmia"], OTHER),
        (["Sinus rhythm with PAC(s)"], OTHER),
        (["Sinus rhythm with PACs."], OTHER),
        (["Sinus rhythm with PVC(s)"], OTHER),
        (["Sinus rhythm", "Ventricular premature complex"], OTHER),
        (["Sinus rhythm", "Atrial fibrillation"], OTHER),
        (["Atrial fibrillation"], FIBRILLATION),
        (["Atrial fibrillation."], FIBRILLATION),
        (["Atrial fibrillation with rapid ventricular response"], FIBRILLATION),
        (["Atrial fibrillation with slow ventricular response", "Abnormal ECG"], FIBRILLATION),
        (["Atrial fibrillation", "Normal ECG"], FIBRILLATION),
        (["Atrial flutter"], OTHER),
        (["Atrial fibrillation", "Atrial flutter"], OTHER),
        (["Atrial fibrillation or flutter"], OTHER),
        (["Possible atrial fibrillation"], OTHER),
        (["Probable atrial fibrillation"], OTHER),
        (["Cannot rule out atrial fibrillation"], OTHER),
        (["Atrial fibrillation with PVC(s)"], OTHER),
        (["Atrial fibrillation", "Aberrant conduction"], OTHER),
        (["Atrial fibrillation", "Ventricular pacing"], OTHER),
        (["Demand pacing", "Pacemaker rhythm - no further analysis"], OTHER),
        (["Sinus rhythm", "Ventricular paced complexes"], OTHER),
        (["Possible ectopic atrial rhythm"], OTHER),
        (["Unknown rhythm, irregular rate"], OTHER),
        (["Junctional rhythm"], OTHER),
        (["Sinus rhythm", "Mobitz I (Wenckebach)"], OTHER),
        (["Abnormal ECG"], Finding("")),
        (["", " "], Finding("")),
        (
            ["--- Warning: Data quality may affect interpretation ---", "Sinus rhythm"],
            Finding("SR", is_doubted=True),
        ),
        (
            ["Atrial fibrillation", "*** Suspect arm lead reversal ***"],
            Finding("AF", is_doubted=True),
        ),
    ],
)
def test_what_statements_amount_to(statements, expected):
    assert finding_of(statements) == expected
    assert finding_of(reversed(statements)) == expected
