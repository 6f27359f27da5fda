"""Composing: the centre's own sentence and Word templates are checked, and then kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO

from trading.domain.errors import RuleBroken, SeveralBroken
from trading.domain.filenames import clean_name
from trading.domain.site import Site
from trading.services import documents, reporting
from trading.services.placeholders import missing_of, placeholders, values_of
from trading.services.wording import OwnSentence, Sentence, check_own, tidied
from trading.store.engine import Session
from trading.store.own_sentences import store_sentence
from trading.store.report_templates import retire_template, store_template
from trading.store.sites import raise_revision
from trading.store.years import read_year


def say_own(session: Session, site: Site, own: OwnSentence, year: int, *, at: datetime) -> Sentence:
    """The sentence with the values of a year at a moment; SeveralBroken with all that is wrong."""
    figures = read_year(session, year, site, at=at)
    known = placeholders(figures, site)
    return check_own(own, figures, values_of(known), missing_of(known))


def keep_sentence(
    session: Session, site: Site, own: OwnSentence, *, year: int, by: int, now: datetime
) -> Sentence:
    """Keep the sentence after checking it with the values of a year; SeveralBroken otherwise."""
    if site.sentence:
        fixed = RuleBroken("自己的句子由服务器的设置 sentence 决定，要在设置里改", field="text")
        raise SeveralBroken([fixed])
    own = tidied(own)
    said = say_own(session, site, own, year, at=now)
    store_sentence(session, own.text, own.wholes, by=by, now=now)
    raise_revision(session)  # /help shows the sentence with today's values
    return said


def keep_template(
    session: Session,
    site: Site,
    file: IO[bytes],
    uploaded_name: str,
    *,
    year: int,
    by: int,
    now: datetime,
) -> int:
    """Keep a Word template after filling it once for trial; RuleBroken(field "template")."""
    name = clean_name(uploaded_name)
    extension = name.rpartition(".")[2].lower()
    if extension in ("docm", "dotm"):
        raise RuleBroken("模板里有宏：请另存为不带宏的 .docx 再上传", field="template")
    if extension != "docx":
        raise RuleBroken("模板须是 Word 文件（.docx）", field="template")
    content = file.read(documents.MOST_BYTES + 1)
    values, missing = _trial(session, site, year, at=now)
    documents.check_template(content, values, missing)
    return store_template(session, name, content, by=by, now=now)


def retire(session: Session, template: int, *, now: datetime) -> None:
    """Take a template out of use; it is kept. NotFound when it is not in use."""
    retire_template(session, template, now=now)


def _trial(
    session: Session, site: Site, year: int, *, at: datetime
) -> tuple[Mapping[str, object], Mapping[str, str]]:
    known = reporting.catalogue(session, site, year, at=at)
    values = values_of(known) | {"figures": [], "sentence": ""}
    return values, missing_of(known)
