"""Names that outlive this house: notice numbers, tag URIs, credit codes, addresses."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, urlsplit

from stdnum.cn import uscc

from trading.domain.calendar import FIRST_YEAR, LAST_YEAR, check_year
from trading.domain.errors import RuleBroken

_SHOWN = 40  # characters of the typed text that a sentence repeats

_NUMBER = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{4}|[1-9][0-9]{4,8})")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DNS_NAME = re.compile(rf"(?:{_LABEL}\.)+(?=[0-9-]*[a-z]){_LABEL}")
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\]")
_MAILBOX = re.compile(r"[a-z0-9._-]{1,64}")
_OCID_PREFIX = re.compile(r"ocds-[a-z0-9]{6}")
_INDEX_PREFIX = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,18}[A-Za-z0-9])?")
_USCC_SHAPE = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_DNS_LONGEST = 253


@dataclass(frozen=True)
class NoticeNumber:
    """A notice number taken apart: the day of publication and the serial of that day."""

    day: date
    serial: int


def notice_number(day: date, serial: int) -> str:
    """The number of the `serial`-th notice of a day: ``201603150001`` (interface.md §3).

    The serial counts from 1 and has at least four digits.
    """
    if not 1 <= serial < 10**9 or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"no notice number for {day} {serial}")
    return f"{day:%Y%m%d}{serial:04d}"


def parse_notice_number(text: str, *, field: str = "number") -> NoticeNumber:
    """Take a notice number apart; anything that `notice_number` does not write is RuleBroken."""
    match = _NUMBER.fullmatch(text)
    if match and int(match[4]):
        try:
            day = date(check_year(int(match[1])), int(match[2]), int(match[3]))
            return NoticeNumber(day=day, serial=int(match[4]))
        except (ValueError, RuleBroken):
            pass  # no such day: refused below like any other text
    raise RuleBroken("“%(text)s”不是公告编号", field=field, text=text[:_SHOWN])


def index_number(prefix: str, number: str) -> str:
    """The index number (索引号) of a notice: ``ZWGK/201603150001``."""
    return f"{prefix}/{number}"


def tag_uri(authority: str, year: int, number: str) -> str:
    """The id of a notice for ever (RFC 4151): ``tag:demo.example,2016:notice:201603150001``.

    `year` is the year in which the authority was fixed; host and title play no part.
    """
    return f"tag:{authority},{year}:notice:{number}"


def feed_tag_uri(authority: str, year: int, name: str) -> str:
    """The id of a named feed for ever (RFC 4151): ``tag:demo.example,2016:feed:all``."""
    return f"tag:{authority},{year}:feed:{name}"


def code_list_tag_uri(authority: str, year: int, name: str) -> str:
    """The name of a code list for ever (RFC 4151): ``tag:demo.example,2016:codes:type``."""
    return f"tag:{authority},{year}:codes:{name}"


def check_authority(text: str, *, field: str = "authority") -> str:
    """The authority of tag URIs: a DNS name or an e-mail address (RFC 4151), in lower case."""
    authority = _typed(text).lower()
    mailbox, at, domain = authority.rpartition("@")
    known = bool(_MAILBOX.fullmatch(mailbox)) if at else True
    if known and len(domain) <= _DNS_LONGEST and _DNS_NAME.fullmatch(domain):
        return authority
    raise RuleBroken(
        "“%(text)s”不能作标识机构：请填写本单位拥有的域名（如 ggzy.example.gov.cn）或电子邮箱",
        field=field,
        text=authority[:_SHOWN],
    )


def check_authority_year(year: int, *, field: str = "authority_year") -> int:
    """The year of tag URIs: one in which the authority already belonged to the office."""
    return check_year(year, field=field)


def check_site_url(text: str, *, field: str = "site_url") -> str:
    """The public address of the site, ``https://host[:port]``, lower case, no trailing slash.

    A path is refused: the addresses of interface.md §3 begin at the root of a host.
    """
    typed = _typed(text).rstrip("/")
    parts = _split(typed)
    if parts is None or parts.scheme not in ("http", "https"):
        raise RuleBroken("网站地址要以 http:// 或 https:// 开头", field=field)
    if parts.path or any(mark in typed for mark in "?#@"):
        raise RuleBroken("网站地址只写到域名和端口，例如 https://ggzy.example.gov.cn", field=field)
    host = parts.netloc.lower()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    if len(name) > _DNS_LONGEST or not _HOST.fullmatch(name) or not _port_is_real(parts):
        raise RuleBroken(
            "“%(text)s”不是域名和端口（中文域名请写成 xn-- 形式）", field=field, text=host[:_SHOWN]
        )
    return f"{parts.scheme}://{host}"


def check_uscc(code: str, *, field: str = "uscc") -> str:
    """A 统一社会信用代码 (GB 32100-2015), upper case without blanks; the check character counts.

    stdnum's own `validate` wants digits first and so refuses rural collectives (N…), therefore
    only its check character is used.
    """
    typed = uscc.compact(unicodedata.normalize("NFKC", code))
    if len(typed) != 18:
        raise RuleBroken("统一社会信用代码是18位，现在有%(count)d位", field=field, count=len(typed))
    if not _USCC_SHAPE.fullmatch(typed):
        raise RuleBroken(
            "统一社会信用代码只含数字和大写字母（没有 I、O、S、V、Z），第3至8位是数字", field=field
        )
    if uscc.calc_check_digit(typed[:17]) != typed[17]:
        raise RuleBroken("统一社会信用代码的校验位不对：请核对是否抄错", field=field)
    return typed


def check_ocid_prefix(text: str, *, field: str = "ocid_prefix") -> str:
    """The registered OCDS prefix: ``ocds-`` and six lower-case letters or digits."""
    prefix = _typed(text).lower()
    if _OCID_PREFIX.fullmatch(prefix):
        return prefix
    raise RuleBroken("OCDS 前缀是“ocds-”加六位小写字母或数字，例如 ocds-213czf", field=field)


def check_index_prefix(text: str, *, field: str = "index_prefix") -> str:
    """The prefix of index numbers (索引号): up to 20 letters, digits or inner hyphens."""
    prefix = _typed(text)
    if _INDEX_PREFIX.fullmatch(prefix):
        return prefix
    raise RuleBroken("索引号前缀由字母、数字组成，不超过20位，例如 ZWGK", field=field)


def _typed(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _split(text: str) -> SplitResult | None:
    try:
        return urlsplit(text)
    except ValueError:
        return None


def _port_is_real(parts: SplitResult) -> bool:
    try:
        return parts.port is None and not parts.netloc.endswith(":") or bool(parts.port)
    except ValueError:
        return False
