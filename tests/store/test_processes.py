"""Processes and organizations as staff find them again."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from trading.domain.calendar import SHANGHAI
from trading.domain.codes import NoticeType
from trading.domain.drafts import Entered, LotDraft, NoticeDraft, Party
from trading.domain.errors import NotFound
from trading.domain.following import brought_together
from trading.domain.payloads import Stamp, freeze
from trading.store.drafts import add_draft
from trading.store.engine import Session, Store
from trading.store.known import known_contents
from trading.store.processes import (
    add_process,
    find_or_add_organization,
    find_process,
    search_processes,
)
from trading.store.tables import Act, Notice, Organization, Process, Staff

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
CODE = "91350100M000100Y43"
TENDER = NoticeDraft(
    type=NoticeType.TENDER,
    title="河东路改造招标公告",
    process_title="河东路改造",
    project_code="HD-100%",
    category="construction",
    method="open",
    region="230828",
    buyer=Party(name="某局"),
    lots=(
        LotDraft(number=1, title="一标段", ceiling=Entered(500_00)),
        LotDraft(number=2, title="二标段"),
    ),
)


def publish(session: Session, content: NoticeDraft, process_id: int, sequence: int) -> None:
    """A published notice, as far as reading back what it said needs one."""
    number = f"20260302{sequence:04d}"
    stamp = Stamp(
        number=number,
        sequence=sequence,
        act=1,
        process_code="202603020001",
        published_at=NOW,
        entered_at=NOW,
        salt="0" * 64,
    )
    session.add(
        Notice(
            number=number,
            sequence=sequence,
            act_id=1,
            process_id=process_id,
            type=content.type.value,
            family=content.type.family.value,
            category=content.category,
            method=content.method,
            region=content.region,
            title=content.title,
            buyer_id=1,
            published_at=NOW,
            published_on=NOW.date(),
            payload=json.dumps(freeze(content, stamp)),
            payload_sha256="0" * 64,
            search_text="",
        )
    )


@pytest.fixture
def office(store: Store) -> Store:
    """A clerk, a buyer, and two published processes (ids 1 and 2) and one that is an anchor."""
    with store.writing() as session:
        session.add(Staff(id=1, name="王", role="editor", created_at=NOW))
        session.add(Organization(name="某局"))
        session.add(Act(published_at=NOW, published_on=NOW.date()))
        session.flush()
        for n, title in enumerate(("河东路改造", "河西路改造"), start=1):
            session.add(
                Process(
                    code=f"20260302000{n}",
                    title=title,
                    project_code=f"HD-10{n}",
                    category="construction",
                    buyer_id=1,
                    created_at=NOW + timedelta(days=n),
                )
            )
            session.flush()
        add_process(session, TENDER, now=NOW)
    return store


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [2, 1]),
        ("路改造", [2, 1]),
        ("河东", [1]),
        ("hd-102", [2]),
        ("202603020001", [1]),
        ("20260302000", []),
        ("河东 改造", [1]),
        ("河东 河西", []),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE processes", []),
    ],
)
def test_a_process_is_found_by_name_code_or_number(
    office: Store, text: str, found: list[int]
) -> None:
    with office.reading() as session:
        assert [one.id for one in search_processes(session, text)] == found


def test_a_process_with_only_a_draft_is_found_as_long_as_the_draft_waits(office: Store) -> None:
    with office.writing() as session:
        assert search_processes(session, "HD-100%") == []
        add_draft(session, TENDER, process_id=3, by=1, now=NOW, once_key=None)
    with office.reading() as session:
        (only,) = search_processes(session, "HD-100%")
    assert (only.id, only.code, only.buyer.name, only.lots) == (3, None, "", ())


def test_a_process_that_is_not_there_is_not_found(office: Store) -> None:
    with office.reading() as session, pytest.raises(NotFound):
        find_process(session, 99)


def test_a_process_is_known_by_its_newest_notice_and_by_all_its_lots(office: Store) -> None:
    second = replace(TENDER, title="第二次", lots=(LotDraft(number=2, title="二标段（更名）"),))
    drafted = replace(TENDER, title="草稿", lots=(LotDraft(number=3, title="三标段"),))
    with office.writing() as session:
        publish(session, TENDER, 1, 1)
        publish(session, second, 1, 2)
        add_draft(session, drafted, process_id=1, by=1, now=NOW, once_key=None)
    with office.reading() as session:
        known = brought_together(known_contents(session, 1))
        assert known.title == "第二次"
        assert [lot.title for lot in known.lots] == ["一标段", "二标段（更名）", "三标段"]
        assert known.lots[0].ceiling == Entered(500_00)


def test_of_a_process_that_has_only_a_draft_the_draft_is_known(office: Store) -> None:
    with office.writing() as session:
        assert known_contents(session, 3) == []
        add_draft(session, TENDER, process_id=3, by=1, now=NOW, once_key=None)
        assert known_contents(session, 3) == [TENDER]


def test_an_organization_is_entered_once(office: Store) -> None:
    with office.writing() as session:
        plain = find_or_add_organization(session, Party(name="甲公司"))
        assert find_or_add_organization(session, Party(name="甲公司")) == plain
        coded = find_or_add_organization(session, Party(name="甲公司", uscc=CODE))
        assert coded == plain
        assert find_or_add_organization(session, Party(name="甲公司（更名）", uscc=CODE)) == plain
        assert find_or_add_organization(session, Party(name="甲公司")) == plain


def test_namesakes_with_different_codes_are_different(office: Store) -> None:
    with office.writing() as session:
        one = find_or_add_organization(session, Party(name="乙公司", uscc=CODE))
        two = find_or_add_organization(session, Party(name="乙公司", uscc="911100007178241193"))
        assert one != two
        unsaid = find_or_add_organization(session, Party(name="乙公司"))
        assert unsaid not in (one, two)
