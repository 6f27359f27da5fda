"""A plain count of what waits for its end (domain.md §4.13), written from that text alone."""

from collections.abc import Iterable
from datetime import date, datetime

from tests.journeys.stories import Story

Waits = tuple[str, str, tuple[int, ...], date]  # kind, process (none for a draft), lots, since


def waiting(stories: Iterable[Story], at: datetime, year: int) -> list[Waits]:
    """Everything that began to wait by the end of a year and still waits at a moment."""
    found = [one for story in stories for one in _of(story, at)]
    return sorted(one for one in found if one[3].year <= year)


def _of(story: Story, at: datetime) -> list[Waits]:
    """A lot waits for the furthest that it reached: its opening, a result, a publication."""
    today = at.date()
    drafts = [one for one in story.drafts if one.decided <= today]
    decided = {lot for one in drafts for lot in one.lots}
    opened: dict[int, date] = {}
    announced: dict[int, date] = {}
    for lot in range(1, story.lots + 1):
        if lot in decided or story.winner(lot) or story.is_over(lot):
            continue
        standing = [one for one in story.notices if lot in one.lots and not one.withdrawn]
        publicity = [one for one in standing if one.family == "candidate"]
        offers = [one for one in standing if one.family == "tender" and one.opening]
        if publicity:
            until = publicity[-1].until or publicity[-1].day
            if until < today:
                announced[lot] = until
        elif offers and offers[-1].opening and offers[-1].opening <= at:
            opened[lot] = offers[-1].opening.date()
    found = [("award", story.title, one.lots, one.decided) for one in drafts]
    for kind, lots in (("tender", opened), ("candidate", announced)):
        if lots:
            found.append((kind, story.title, tuple(lots), min(lots.values())))
    return found
