"""The ECG as a reader asks for it: speed, gain, layout, one lead; and what stays for the next."""

from reviewapp.ecg.display import Display
from reviewapp.studies.viewing import Viewing

FAST = Display(speed_mm_s=50)


def picture(desk, query: str = ""):
    return desk.client.get(f"/read/ecg/{desk.form()['presentation']}/{query}")


def test_another_display_is_drawn_at_the_same_address(desk):
    plain, fast = picture(desk), picture(desk, f"?display={FAST.key}")
    assert b"25 mm/s 10 mm/mV" in plain.content
    assert b"50 mm/s 10 mm/mV" in fast.content
    lead = picture(desk, "?lead=V1")
    assert b"50 mm/s 20 mm/mV" in lead.content


def test_what_was_chosen_opens_the_next_cases_too(desk):
    picture(desk, f"?display={FAST.key}&lead=V1")
    desk.read_case()
    page = desk.look()
    assert page.context["page"].toolbar.display_key == FAST.key
    assert f"/?display={FAST.key}" in page.content.decode()
    assert page.context["page"].toolbar.lead == ""


def test_the_display_that_comes_with_an_answer_opens_the_next_case(desk):
    desk.htmx = True  # only a script sends it
    desk.send(desk.form(), display=FAST.key)
    assert desk.look().context["page"].toolbar.display_key == FAST.key


def test_a_display_that_the_study_does_not_allow_is_the_one_it_opens_with(desk, study):
    study.protocol["display"] = Viewing(switches=(), tools=()).to_json()
    study.save()
    for query in (f"?display={FAST.key}", "?lead=V1", "?speed_mm_s=50", "?display=x"):
        assert picture(desk, query).content == picture(desk).content


def test_without_scripts_the_page_itself_takes_another_display(desk):
    page = desk.client.get(desk.address, {"speed_mm_s": "50", "layout": "12x1", "lead": "II"})
    toolbar = page.context["page"].toolbar
    assert (toolbar.display_key, toolbar.lead) == (Display(50, 10, "12x1").key, "II")
    assert f"?display={toolbar.display_key}&amp;lead=II" in page.content.decode()
