"""The reader's pages over plain HTTP, as a browser without JavaScript uses them."""

from reviewapp.readings.models import Reading


def test_a_case_is_read_in_three_steps(desk):
    for step in range(3):
        assert desk.look().context["page"].step_number == step + 1
        assert desk.lock().status_code == 302
    assert Reading.objects.count() == 1
    assert desk.look().context["page"].number == 2
