"""The centre's own sentence and its templates at rest, on either database."""

from datetime import timedelta

import pytest

from tests.notices import NOON
from trading.domain.errors import NotFound
from trading.store import people
from trading.store.engine import Store
from trading.store.own_sentences import newest_sentence, store_sentence
from trading.store.report_templates import (
    kept_templates,
    retire_template,
    store_template,
    template_content,
)

BYTES = bytes(range(256)) * 40


@pytest.fixture
def wang(store: Store) -> int:
    """A clerk."""
    with store.writing() as session:
        return people.add_staff(session, "王", "editor", now=NOON)


def test_the_newest_sentence_is_in_use_and_says_who_saved_it(store: Store, wang: int) -> None:
    with store.writing() as session:
        assert newest_sentence(session) is None
        store_sentence(session, "一", (), by=wang, now=NOON)
        store_sentence(session, "二", ("notices", "", "partial"), by=wang, now=NOON)
    with store.reading() as session:
        kept = newest_sentence(session)
    assert kept is not None
    assert (kept.text, kept.wholes, kept.saved_by) == ("二", ("notices", "", "partial"), "王")
    assert kept.saved_at == NOON


def test_a_template_is_kept_to_the_byte_and_once(store: Store, wang: int) -> None:
    with store.writing() as session:
        first = store_template(session, "年报.docx", BYTES, by=wang, now=NOON)
        assert store_template(session, "年报.docx", BYTES, by=wang, now=NOON) == first
        other = store_template(session, "另一份.docx", BYTES, by=wang, now=NOON)
    with store.reading() as session:
        assert [one.id for one in kept_templates(session)] == [other, first]
        assert template_content(session, first) == ("年报.docx", BYTES)
        assert kept_templates(session)[1].size == len(BYTES)


def test_a_retired_template_is_kept_and_not_offered(store: Store, wang: int) -> None:
    with store.writing() as session:
        one = store_template(session, "年报.docx", BYTES, by=wang, now=NOON)
        retire_template(session, one, now=NOON + timedelta(days=1))
    with store.writing() as session:
        assert kept_templates(session) == []
        with pytest.raises(NotFound):
            template_content(session, one)
        with pytest.raises(NotFound):
            retire_template(session, one, now=NOON)
        assert store_template(session, "年报.docx", BYTES, by=wang, now=NOON) != one
