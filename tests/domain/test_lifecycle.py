"""What may become of a notice, a lot and an award: every pair of states has a decided answer."""

from itertools import product

import pytest

from trading.domain.codes import Outcome
from trading.domain.errors import Conflict, NotAllowed
from trading.domain.lifecycle import (
    AWARD_MOVES,
    LOT_MOVES,
    Action,
    AwardStatus,
    NoticeState,
    Role,
    Situation,
    after,
    check,
    check_award_move,
    check_lot_move,
    needs_reason,
    refusal,
)

# Who may do what, from each state. W: editor or administrator. R: reviewer or administrator who
# never saved this draft. S: the server. A star: only what is approved, where the site requires it.
GRID = """
             save submit recall return approve publish schedule unschedule discard due
draft        W    W      .      .      .       W*      W*       .          W       .
submitted    .    .      W      R      R       .       .        .          .       .
returned     W    W      .      .      .       W*      W*       .          W       .
approved     .    .      W      R      .       W*      W*       .          .       .
scheduled    .    .      W      R      .       .       .        W          .       S*
published    .    .      .      .      .       .       .        .          .       .
discarded    .    .      .      .      .       .       .        .          .       .
"""
WHO = {"W": {"editor", "admin"}, "R": {"reviewer", "admin"}, "S": {"server"}, ".": set()}
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
    assert set(LOT_MOVES) == set(Outcome)
    assert set(AWARD_MOVES) == set(AwardStatus)


def grid() -> dict[tuple[str, str], str]:
    """The cells of the grid by state and action."""
    head, *rows = GRID.strip().splitlines()
    cells = {}
    for row in rows:
        state, *marks = row.split()
        cells |= {(state, action): mark for action, mark in zip(head.split(), marks, strict=True)}
    return cells


def may(cell: str, at: Situation) -> bool:
    """What the grid says of a situation, read by nothing but its own three rules."""
    if at.role.value not in WHO[cell[0]] or (cell[0] == "R" and at.is_writer):
        return False
    approved = at.approved or at.state == "approved"
    return approved or not (cell.endswith("*") and at.review_required)


def situations() -> list[Situation]:
    every = product(NoticeState, Role, (False, True), (False, True), (False, True))
    return [
        Situation(state=state, role=role, is_writer=wrote, review_required=required, approved=done)
        for state, role, wrote, required, done in every
    ]


def test_every_state_and_every_action_has_its_cell():
    assert set(grid()) == set(product(map(str, NoticeState), map(str, Action)))
    assert len(situations()) * len(Action) == 7 * 4 * 2 * 2 * 2 * 10


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("state", NoticeState)
def test_who_may_do_what_is_what_the_grid_says(state, action):
    cell = grid()[state, action]
    asked = [one for one in situations() if one.state is state]
    for at in asked:
        refused = refusal(action, at, title="甲")
        assert (refused is None) == may(cell, at), at
        if refused is not None:
            assert str(refused)
            with pytest.raises(type(refused)):
                check(action, at, title="甲")
        else:
            check(action, at, title="甲")


def test_a_person_is_refused_for_who_they_are_and_a_draft_for_where_it_stands():
    for action, at in product(Action, situations()):
        refused = refusal(action, at)
        wrong_role = at.role.value not in {
            who for (_, name), cell in grid().items() if name == action for who in WHO[cell[0]]
        }
        if wrong_role:
            assert isinstance(refused, NotAllowed)
        elif refused is not None and not isinstance(refused, NotAllowed):
            assert isinstance(refused, Conflict)
            assert "甲" in str(refusal(action, at, title="甲"))


@pytest.mark.parametrize(
    ("action", "leads"),
    [
        ("submit", "submitted"),
        ("recall", "draft"),
        ("return", "returned"),
        ("approve", "approved"),
        ("publish", "published"),
        ("schedule", "scheduled"),
        ("discard", "discarded"),
        ("due", "published"),
    ],
)
def test_a_lawful_action_leads_where_its_name_says(action, leads):
    lawful = [at for at in situations() if refusal(Action(action), at) is None]
    assert lawful
    assert {after(Action(action), at) for at in lawful} == {NoticeState(leads)}


def test_a_save_leaves_a_draft_where_it_stands_and_the_end_of_a_schedule_keeps_the_approval():
    saved = [at for at in situations() if refusal(Action.SAVE, at) is None]
    assert saved
    assert all(after(Action.SAVE, at) is at.state for at in saved)
    freed = [at for at in situations() if refusal(Action.UNSCHEDULE, at) is None]
    assert {(at.approved, after(Action.UNSCHEDULE, at).value) for at in freed} == {
        (True, "approved"),
        (False, "draft"),
    }


def test_nothing_leaves_an_end():
    for state, action, at in product(("published", "discarded"), Action, situations()):
        if at.state == state:
            assert refusal(action, at) is not None


@pytest.mark.parametrize("move", list(product(Outcome, Outcome)))
def test_a_lot_that_failed_or_was_terminated_is_final(move):
    assert allowed(check_lot_move, 1, *move) == (move in LAWFUL_LOT_MOVES)
    assert needs_reason(*move) == (move in LAWFUL_LOT_MOVES and move[0] == "awarded")


@pytest.mark.parametrize("move", list(product(AwardStatus, AwardStatus)))
def test_an_award_that_ended_does_not_come_back(move):
    assert allowed(check_award_move, *move) == (move in LAWFUL_AWARD_MOVES)


def test_a_refused_move_says_what_to_do():
    published = Situation(state=NoticeState.PUBLISHED, role=Role.EDITOR)
    with pytest.raises(Conflict, match="另发更正公告"):
        check(Action.SAVE, published, title="甲")
    own = Situation(state=NoticeState.SUBMITTED, role=Role.ADMIN, is_writer=True)
    with pytest.raises(NotAllowed, match="没有写过它的人"):
        check(Action.APPROVE, own, title="甲")
    alone = Situation(state=NoticeState.DRAFT, role=Role.EDITOR, review_required=True)
    with pytest.raises(Conflict, match="先审后发"):
        check(Action.PUBLISH, alone, title="甲")
    with pytest.raises(Conflict, match="标段2已流标"):
        check_lot_move(2, Outcome.FAILED, Outcome.AWARDED)
