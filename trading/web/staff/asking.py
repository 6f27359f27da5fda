"""Findings as staff pages show them, and the reasons that come back for them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request, url_for

from trading.domain.findings import LONGEST_REASON, SHORTEST_REASON, Finding, Severity
from trading.web.forms.sentences import say

_NAME = re.compile(r"reason-([0-9]{1,18})-(.{1,300})")


@dataclass(frozen=True)
class Shown:
    """A finding on a page; `name` is the form field of its reason, `reason` what stands there.

    `missing` says that the form was sent without it.
    """

    severity: Severity
    said: str
    article: str
    field: str
    name: str
    reason: str
    link: str = ""
    missing: bool = False
    longest: int = LONGEST_REASON


def shown(
    found: Iterable[Finding], explanations: Mapping[str, str], *, draft_id: int = 0
) -> list[Shown]:
    """The findings of a draft with the reasons as typed, else as they were kept."""
    typed = sent_reasons().get(draft_id, {})
    return [
        Shown(
            severity=one.severity,
            said=say(one.broken),
            article=one.article,
            field=one.field,
            name=f"reason-{draft_id}-{one.key}",
            reason=typed.get(one.key, explanations.get(one.key, "")),
            link=url_for("notices.show", number=one.notice) if one.notice else "",
            missing=one.key in typed and len(typed[one.key].strip()) < SHORTEST_REASON,
        )
        for one in found
    ]


def sent_reasons() -> dict[int, dict[str, str]]:
    """The reasons of the posted form: by draft, then by the key of the finding."""
    sent: dict[int, dict[str, str]] = {}
    for name, text in request.form.items():
        match = _NAME.fullmatch(name)
        if match:
            sent.setdefault(int(match[1]), {})[match[2]] = text
    return sent
