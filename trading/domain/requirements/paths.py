"""Where a fault of a notice stands: what is said at a lot is named by that lot's place."""

from trading.domain.drafts import NoticeDraft


def lot_index(content: NoticeDraft, number: int) -> int | None:
    """Where a lot stands in the content, by its number."""
    for index, lot in enumerate(content.lots):
        if lot.number == number:
            return index
    return None


def lot_path(content: NoticeDraft, number: int, name: str) -> str:
    """The path of what is said at a lot, by its number: ``lots.1.failed_reason``."""
    index = lot_index(content, number)
    return "lots" if index is None else f"lots.{index}.{name}"


def candidate_path(content: NoticeDraft, index: int, name: str = "") -> str:
    """The path of a candidate, which stands at its lot: ``lots.0.candidates.1.leader``.

    `index` counts in the whole content; below its lot a candidate counts among that lot's own.
    """
    lot = content.candidates[index].lot
    position = sum(1 for one in content.candidates[:index] if one.lot == lot)
    path = lot_path(content, lot, f"candidates.{position}")
    return f"{path}.{name}" if name and path != "lots" else path
