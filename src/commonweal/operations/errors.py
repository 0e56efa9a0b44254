"""Why an operation did nothing, in words for the person who asked for it."""


class Refused(Exception):
    """A person may not do this, or not now. Nothing was changed."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Invalid(Exception):
    """What was entered cannot be used; `field` names the field. Nothing was changed."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.words, self.field = words, field
