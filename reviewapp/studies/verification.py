"""Does an opened study's allocation follow from its seed, and was it presented so?"""

from reviewapp.studies import allocation
from reviewapp.studies.allocation import AllocationError, Plan, allocate
from reviewapp.studies.drafting import design_of
from reviewapp.studies.models import Presentation, Study
from reviewapp.studies.opening import read_drawn
from reviewapp.studies.protocol import hash_document


def recompute_plan(study: Study) -> Plan:
    """The plan of an opened study once more, from its seed, its protocol and its own cases.

    Its hash is `study.plan_sha256` unless somebody changed what is stored. Meant for the one
    who checks a study: it reads origins, and shows none.
    """
    return allocate(
        seed=study.seed,
        candidates=read_drawn(study),
        cells=[
            allocation.Cell(cell["rhythm"], cell["origin"], cell["case_count"])
            for cell in study.protocol["cells"]
        ],
        readers=[code for codes in study.protocol["readers"].values() for code in codes],
        design=design_of(study),
    )


def find_misallocation(study: Study) -> str:
    """What does not fit, as a sentence; "" when seed, plan, hashes and presentations all agree."""
    if hash_document(study.protocol) != study.protocol_sha256:
        return "The stored protocol is not the one that was frozen at opening."
    if hash_document(study.plan) != study.plan_sha256:
        return "The stored plan is not the one that was published at opening."
    try:
        plan = recompute_plan(study)
    except AllocationError as refusal:
        return f"The stored seed and cases give no plan any more: {refusal}"
    if plan.sha256 != study.plan_sha256:
        return "The stored seed and cases give another plan than the one that was published."
    if _presented(study) != _planned(plan):
        return "The stored presentations are not those of the plan."
    return ""


Shown = tuple[str, int, int, str, bool, int | None]
"""Reader, position, block, case, practice, and the position that this repeats."""


def _planned(plan: Plan) -> set[Shown]:
    return {
        (each.reader, shown.position, shown.block, shown.case_key, shown.practice,
         shown.repeat_of_position)
        for each in plan.readers
        for shown in each.presentations
    }  # fmt: skip


def _presented(study: Study) -> set[Shown]:
    rows = Presentation.objects.filter(reader__study=study).values_list(
        "reader__reader_code",
        "position",
        "block",
        "case__record__sha256",
        "is_practice",
        "repeat_of__position",
    )
    return set(rows)
