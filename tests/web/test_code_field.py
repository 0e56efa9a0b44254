"""The field for a workshop's code: it takes what people paste, and nothing that is no code."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    ["mk4t 7wqx", "ＭＫ４Ｔ７ＷＱＸ", "https://commonweal.example.org:8000/join/MK4T7WQX/", "/join/mk4t7wqx?by=mail"],
)
def test_a_code_or_a_pasted_join_link_goes_on_to_the_workshop(typed: str) -> None:
    assert Client().post("/join/", {"code": typed}).headers["Location"] == "/join/MK4T7WQX/"


@pytest.mark.parametrize(
    "typed", ["https://commonweal.example.org/", "https://elsewhere.example.org/MK4T7WQX/", "MK4T"]
)
def test_another_link_or_a_part_of_a_code_is_refused_in_words(typed: str) -> None:
    page = Client().post("/join/", {"code": typed})
    assert page.status_code == 200
    assert "A code has eight letters and digits, such as MK4T 7WQX." in page.content.decode()
