"""What may become of a notice, a lot and an award: every pair of states has a decided answer."""

from itertools import product

import pytest

from trading.domain.codes import Outcome
from trading.domain.errors import Conflict
from trading.domain.lifecycle import (
    AWARD_MOVES,
    LOT_MOVES,
    NOTICE_MOVES,
    AwardStatus,
    NoticeState,
    check_award_move,
    check_lot_move,
    check_notice_move,
    needs_reason,
)

LAWFUL_NOTICE_MOVES = {("draft", "draft"), ("draft", "published"), ("draft", "discarded")}
LAWFUL_LOT_MOVES = {
    ("pending", "awarded"),
    ("pending", "failed"),
    ("pending", "terminated"),
    ("awarded", "awarded"),
    ("awarded", "failed"),
    ("awarded", "terminated"),
}
LAWFUL_AWARD_MOVES = {("pending", "active"), ("pending", "unsuccessful"), ("active", "cancelled")}


def allowed(check, *move) -> bool:
    try:
        check(*move)
    except Conflict as refused:
        assert str(refused)
        return False
    return True


def test_every_state_has_its_row():
    assert set(NOTICE_MOVES) == set(NoticeState)
    assert set(LOT_MOVES) == set(Outcome)
    assert set(AWARD_MOVES) == set(AwardStatus)


@pytest.mark.parametrize("move", list(product(NoticeState, NoticeState)))
def test_only_a_draft_is_edited_published_or_discarded(move):
    assert allowed(check_notice_move, *move) == (move in LAWFUL_NOTICE_MOVES)


@pytest.mark.parametrize("move", list(product(Outcome, Outcome)))
def test_a_lot_that_failed_or_was_terminated_is_final(move):
    assert allowed(check_lot_move, 1, *move) == (move in LAWFUL_LOT_MOVES)
    assert needs_reason(*move) == (move in LAWFUL_LOT_MOVES and move[0] == "awarded")


@pytest.mark.parametrize("move", list(product(AwardStatus, AwardStatus)))
def test_an_award_that_ended_does_not_come_back(move):
    assert allowed(check_award_move, *move) == (move in LAWFUL_AWARD_MOVES)


def test_a_refused_move_says_what_to_do():
    with pytest.raises(Conflict, match="另发更正公告"):
        check_notice_move(NoticeState.PUBLISHED, NoticeState.DRAFT)
    with pytest.raises(Conflict, match="草稿已经删除"):
        check_notice_move(NoticeState.DISCARDED, NoticeState.PUBLISHED)
    with pytest.raises(Conflict, match="标段2已流标"):
        check_lot_move(2, Outcome.FAILED, Outcome.AWARDED)
