from reviewapp.ecg.display import Display
from reviewapp.ecg.signal_chain import CHAIN_STEPS
from reviewapp.studies.drafting import set_viewing
from reviewapp.studies.protocol import hash_document, write_protocol
from reviewapp.studies.questionnaire import DEFAULT, Questionnaire
from reviewapp.studies.viewing import Viewing


def test_the_protocol_holds_all_that_a_study_stands_on(ready):
    protocol = write_protocol(ready)
    assert set(protocol) >= {
        "name", "version", "algorithm", "cells", "margin_percent", "block_size", "repeat_percent",
        "practice_count", "questionnaire", "harmonise", "display", "sites", "readers",
        "registration_id", "ethics_id",
    }  # fmt: skip
    assert protocol["algorithm"] == "hmac-blocks/1"
    assert any("At most 3 cases of one origin" in rule for rule in protocol["allocation_rules"])


def test_it_says_the_signal_chain_what_it_hides_and_what_no_reader_can_judge(ready):
    chain = write_protocol(ready)["harmonise"]
    assert [step["code"] for step in chain["steps"]] == [step.code for step in CHAIN_STEPS]
    hides = {step["code"]: step["hides"] for step in chain["steps"]}
    assert hides["resample"] == "Everything above 50 Hz."
    assert "fragmentation, pacing spikes" in hides["low_pass"]
    assert hides["derive"].startswith("Limb leads that contradict one another")
    assert any("100 Hz-class ECGs filtered at 40 Hz" in limit for limit in chain["limits"])
    assert "autoscaling" in chain["never_done"]


def test_it_says_how_ecgs_are_shown(ready):
    display = write_protocol(ready)["display"]
    rules = " ".join(display.pop("drawing_rules"))
    for word in ("calibration pulse", "Gain is never adapted", "Sequential columns", "scale"):
        assert word in rules
    assert display == {
        "layout": "3x4+1R",
        "speed_mm_s": 25,
        "gain_mm_mv": 10,
        "columns": "sequential",
        "order": "standard",
        "paper": "red",
        "switches": ["speed_mm_s", "gain_mm_mv", "layout", "order", "paper"],
        "may_switch_to": {
            "speed_mm_s": [25, 50],
            "gain_mm_mv": [5, 10, 20],
            "layout": ["3x4", "3x4+1R", "3x4+3R", "6x2", "12x1"],
            "order": ["standard", "cabrera"],
            "paper": ["red", "contrast", "monochrome"],
        },
        "tools": ["zoom", "calipers", "lead"],
        "footer": "25 mm/s 10 mm/mV 40 Hz",
    }


def test_what_readers_may_use_is_what_the_draft_says(ready, coordinator):
    viewing = Viewing(start=Display(speed_mm_s=50), switches=("paper",), tools=())
    set_viewing(by=coordinator, study=ready, viewing=viewing)
    ready.refresh_from_db()
    display = write_protocol(ready)["display"]
    assert Viewing.from_json(display) == viewing
    assert display["footer"] == "50 mm/s 10 mm/mV 40 Hz"
    assert display["may_switch_to"] == {"paper": ["red", "contrast", "monochrome"]}
    assert "enlarged" not in " ".join(display["drawing_rules"])


def test_it_says_whether_time_is_recorded_and_when_a_reader_counts_as_idle(ready):
    assert write_protocol(ready)["timing"] == {"is_recorded": True, "idle_after_s": 30}
    ready.records_timing = False
    assert not write_protocol(ready)["timing"]["is_recorded"]


def test_readers_stand_by_site_under_codes(ready, anna, bela):
    codes = {user: ready.enrolments.get(user=user).reader_code for user in (anna, bela)}
    protocol = write_protocol(ready)
    assert protocol["readers"] == {"HD": [codes[anna]], "GOE": [codes[bela]]}
    assert protocol["sites"] == ["GOE", "HD"]
    assert "anna" not in str(protocol)


def test_the_questionnaire_is_written_out(ready):
    protocol = write_protocol(ready)
    assert Questionnaire.from_json(protocol["questionnaire"]) == DEFAULT


def test_the_hash_does_not_depend_on_the_order_of_keys():
    assert hash_document({"a": 1, "b": 2}) == hash_document({"b": 2, "a": 1})
    assert hash_document({"a": 1}) != hash_document({"a": 2})
