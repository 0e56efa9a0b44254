"""Reading pasted addresses: what is taken, what is not, and nothing that could become a header."""

import pytest

from commonweal.core.addresses import address, people_in


@pytest.mark.parametrize("text", ["amina@example.org", " Amina@Example.ORG ", "a.b+c@sub.example.co.uk"])
def test_an_address_is_taken(text: str) -> None:
    assert address(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "amina",
        "amina@example",
        "amina@-example.org",
        "a b@example.org",
        "amina@example.org\nBcc: all@example.org",
        "amina@example.org\r",
        "amina@example.org\0",
        "<amina@example.org>",
        '"amina"@example.org',
        "x" * 65 + "@example.org",
        "amina@" + "x" * 250 + ".org",
    ],
)
def test_what_is_no_address_is_not_taken(text: str) -> None:
    assert address(text) is None or text.strip() == address(text)
    assert people_in(text)[0] in ([], [("", "amina@example.org")])


def test_a_pasted_list_is_read_once_each_and_what_cannot_be_read_is_named() -> None:
    text = 'Amina Yusuf <amina@example.org>, ben@example.org;\n"Cole, B" <ben@example.org>\nnobody\nBcc: x@example.org'
    found, wrong = people_in(text)
    assert found == [("Amina Yusuf", "amina@example.org"), ("", "ben@example.org")]
    assert wrong == ['"Cole', "nobody", "Bcc: x@example.org"]
