"""Nothing that a reader gets tells a real ECG from a synthetic one: bytes, lengths, headers."""

import re

import pytest
from django.http import HttpResponse

from reviewapp.pool.models import Record, Source
from reviewapp.studies.models import Case, Enrolment, Presentation
from tests.readings.conftest import Desk, make_study, sha256_of

UUID = rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
CSRF = rb"[A-Za-z0-9]{64}"
TRACE = rb'( d=")M[^"]*("/></svg>)'  # the last line of a picture
SHIFT = rb'(<g transform="translate\(0 )[ \d-]{5}'  # a row moves for its trace
# Displays follow one another as a reader would choose them; the last is the first again.
PICTURES = {
    "fast": "?display=50_20_6x2_sequential_cabrera_contrast",
    "rows": "?display=25_5_12x1_sequential_standard_monochrome",
    "lead": "?lead=V1&display=25_10_3x4_sequential_standard_red",
    "picture": "?display=25_10_3x4-1R_sequential_standard_red",
}
FIRST_ID = 7_310_000  # so that an id in a page is no everyday number


@pytest.fixture
def study(coordinator, anna, bela):
    """Anna and bela meet the two origins at opposite positions."""
    study = make_study(
        coordinator, [anna], 2, 2, source_name="Holter archive Ulm", first_number=FIRST_ID
    )
    cases = list(Case.objects.filter(study=study).order_by("pk"))
    swapped = [cases[i ^ 1] for i in range(len(cases))]
    reader = Enrolment.objects.create(
        study=study, user=bela, site=bela.site, role="reader", consent_at=study.opened_at
    )
    Presentation.objects.bulk_create(
        Presentation(
            pk=FIRST_ID + 500 + position,
            case=case,
            reader=reader,
            position=position,
            block=0 if case.is_practice else 1,
            is_practice=case.is_practice,
        )
        for position, case in enumerate(swapped, start=1)
    )
    return study


def walk(desk: Desk) -> dict[str, HttpResponse]:
    """Every kind of response that a reader gets from the first look to the end, by its name."""
    seen = {"list": desk.client.get("/read/")}
    for number in range(1, 5):
        for step in (1, 2, 3):
            at = f"{number}.{step}"
            seen[f"page {at}"] = desk.look()
            form = desk.form(seen[f"page {at}"])
            for name, query in PICTURES.items():
                seen[f"{name} {at}"] = desk.client.get(f"/read/ecg/{form['presentation']}/{query}")
            seen[f"draft {at}"] = desk.client.post(desk.address + "draft/", {**form, "rr": "4"})
            desk.htmx = True
            other = desk.form(desk.look())
            seen[f"invalid {at}"] = desk.send(form, {"rhythm": "jazz", "verdict": "jazz"})
            seen[f"partial {at}"] = desk.send(form)
            seen[f"refused {at}"] = desk.send(other)
            desk.htmx = False
        seen[f"gone {number}"] = desk.client.get(f"/read/ecg/{form['presentation']}/")
    return seen


@pytest.fixture
def by_anna(desk_of, anna) -> dict[str, HttpResponse]:
    return walk(desk_of(anna))


@pytest.fixture
def by_bela(desk_of, bela) -> dict[str, HttpResponse]:
    return walk(desk_of(bela))


def normalised(response: HttpResponse) -> bytes:
    """The body with random tokens, submission ids, the CSRF token and the trace blanked."""
    body = response.content
    for token in Presentation.objects.values_list("token", flat=True):
        body = body.replace(token.encode(), b"T")
    for pattern in (UUID, CSRF):
        body = re.sub(pattern, b"X", body)
    return re.sub(TRACE, rb"\1\2", re.sub(SHIFT, rb"\1", body))


def told_by(model, *names: str) -> set[str]:
    return {str(value) for row in model.objects.values_list(*names) for value in row if value}


def test_every_response_of_a_real_case_equals_that_of_a_synthetic_one(by_anna, by_bela):
    """At each position one of the two readers meets a real ECG, and the other a synthetic one."""
    assert by_anna.keys() == by_bela.keys()
    for name in by_anna:
        if name == "list":
            continue  # says who is signed in
        assert by_anna[name].status_code == by_bela[name].status_code, name
        assert normalised(by_anna[name]) == normalised(by_bela[name]), name
    # The traces do differ, else the comparison would prove nothing.
    assert by_anna["picture 1.1"].content != by_bela["picture 1.1"].content
    assert by_anna["picture 1.1"].content == by_bela["picture 2.1"].content


def test_no_response_holds_what_would_name_a_record(by_anna):
    secrets = (
        told_by(Record, "pk", "token", "name", "patient", "sha256")
        | told_by(Case, "pk", "code", "signal_sha256")
        | told_by(Source, "name", "token")
        | {"sssd-ecg", sha256_of(FIRST_ID)[:16]}
    )
    assert len(secrets) > 20
    for name, response in by_anna.items():
        text = response.content.decode() + str(response.headers)
        assert not [secret for secret in secrets if len(secret) > 3 and secret in text], name
        assert not re.search(r"\b(19|20)\d\d-\d\d-\d\d", text), name


def test_every_case_has_the_same_length_and_headers(by_anna):
    """For each step apart: only the reader's own answers may change a page's length."""
    for kind in ("page", "partial", "invalid", "refused", "draft", *PICTURES):
        for step in (1, 2, 3):
            names = [f"{kind} {number}.{step}" for number in range(1, 5)]
            if step == 3 and kind in {"partial", "refused"}:
                names.pop()  # after the last case comes the end
            lengths = {len(by_anna[name].content) for name in names}
            headers = {tuple(by_anna[name].headers.items()) for name in names}
            assert len(lengths) == len(headers) == 1, (kind, step, lengths, headers)


def test_nothing_may_be_kept_or_told_by_validators(by_anna):
    for name, response in by_anna.items():
        assert response.headers["Cache-Control"] == "no-store", name
        assert not {"ETag", "Last-Modified", "Content-Encoding"} & set(response.headers), name
    pages = [f"{kind} 1.{step}" for kind in ("page", "partial") for step in (1, 2, 3)]
    for name in pages:
        padding = re.findall(rb" {100,}", by_anna[name].content)
        # Room for a draft: a full page would grow by a whole step with one word more
        assert sum(map(len, padding)) > 1000, name


def test_a_compressing_browser_gets_the_same_length(desk):
    """Compressed, the length would follow the trace."""
    token = desk.form()["presentation"]
    plain = desk.client.get(f"/read/ecg/{token}/")
    packed = desk.client.get(f"/read/ecg/{token}/", headers={"Accept-Encoding": "gzip, br"})
    assert packed.content == plain.content


def test_the_end_and_consent_say_nothing_of_the_cases(by_anna, desk_of, anna, study):
    end = desk_of(anna).look()
    assert end.context["page"].state == "finished"
    Enrolment.objects.update(consent_at=None)
    start = desk_of(anna).client.get(f"/read/{study.token}/start/")
    for response in (end, start):
        text = response.content.decode()
        assert not [name for name in told_by(Record, "name", "token") if name in text]
