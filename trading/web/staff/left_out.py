"""What a Word file holds that did not come along, as sentences for the clerk."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from trading.services.word_import import LeftOut, LeftOutKind

_SENTENCES: Mapping[LeftOutKind, LazyString] = {
    LeftOutKind.IMAGE: _l("图片%(n)d张没有带入：需要公布的请作为附件上传"),
    LeftOutKind.SHAPE: _l("线条、图形%(n)d处没有带入"),
    LeftOutKind.TEXT_BOX: _l("文本框%(n)d个没有带入：其中的文字请复制到正文"),
    LeftOutKind.OBJECT: _l("嵌入的文件或图表%(n)d个没有带入：需要公布的请作为附件上传"),
    LeftOutKind.EQUATION: _l("公式%(n)d个没有带入：请改写成文字"),
    LeftOutKind.COMMENT: _l("批注%(n)d条没有带入"),
    LeftOutKind.DELETION: _l("修订中删除的内容%(n)d处没有带入"),
    LeftOutKind.INSERTION: _l("修订中插入的内容%(n)d处已经带入：请确认修订已经定稿"),
    LeftOutKind.HIDDEN: _l("隐藏文字%(n)d处没有带入"),
    LeftOutKind.HEADER: _l("页眉没有带入"),
    LeftOutKind.FOOTER: _l("页脚没有带入"),
    LeftOutKind.NOTE: _l("脚注、尾注%(n)d条已经移到正文末尾"),
    LeftOutKind.STYLE: _l("没有对应格式的样式（%(names)s）按普通段落带入"),
    LeftOutKind.NUMBERING: _l("自动编号%(n)d处已经写成文字：请核对序号"),
}


def sentences(left_out: Iterable[LeftOut]) -> list[str]:
    """Each kind in one sentence."""
    return [str(_SENTENCES[one.kind]) % {"n": one.count, "names": _named(one)} for one in left_out]


def _named(one: LeftOut) -> str:
    more = one.count > len(one.names)
    named = "、".join(one.names)
    return str(gettext("%(names)s等", names=named)) if more else named
