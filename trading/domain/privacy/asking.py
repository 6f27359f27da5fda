"""Personal data asked about: where they stand in a notice, already masked in the question."""

from collections.abc import Iterator, Sequence

from trading.domain.drafts import NoticeDraft
from trading.domain.findings import Finding, Severity
from trading.domain.privacy.masking import Masked, mask, mask_html, public_numbers
from trading.domain.privacy.numbers import Kind

_SHOWN = 3  # finds of a kind that a sentence names


def privacy_findings(content: NoticeDraft) -> Iterator[Finding]:
    """Personal data in title, body and the names of attachments, by kind.

    The telephones of buyer and agency must be public and are no finding, and neither are names.
    """
    parties = [content.buyer, *([content.agency] if content.agency else [])]
    spared = public_numbers(party.phone for party in parties)
    yield from _asked(mask(content.title, spared=spared)[1], "标题", "title")
    yield from _asked(mask_html(content.body_html, spared=spared)[1], "正文", "body_html")
    names = "\n".join(one.name for one in content.attachments)
    yield from _asked(mask(names, spared=spared)[1], "附件名称", "attachments")


def _asked(found: Sequence[Masked], place: str, field: str) -> Iterator[Finding]:
    for kind in Kind:
        texts = sorted({one.text for one in found if one.kind is kind})
        if texts:
            said = "、".join(texts[:_SHOWN]) + ("等" if len(texts) > _SHOWN else "")
            yield Finding(
                rule=f"privacy.{kind.value}",
                severity=Severity.EXPLAIN,
                message="%(place)s里有%(kind)s（%(shown)s）：公开前请遮盖",
                values={"place": place, "kind": kind.zh, "shown": said},
                field=field,
                about=tuple(texts),
            )
