"""A choice from a list that may change with another field: what was sent stays until checked."""

from collections.abc import Sequence
from typing import Any

from wtforms import StringField

Choice = tuple[str, object]
"""A value and what it is called; the name may be a lazy text."""


class ChoiceField(StringField):
    """A code from `choices`; the domain refuses a code that is in no list, with the reason."""

    def __init__(self, *args: Any, choices: Sequence[Choice] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.choices = list(choices)

    @property
    def is_offered(self) -> bool:
        """Whether what was chosen is in the list."""
        return self.data in dict(self.choices)

    @property
    def shown(self) -> str:
        """The name of what was chosen, or the code itself where it has none."""
        return str(dict(self.choices).get(self.data, self.data or ""))
