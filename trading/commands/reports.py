"""`trading report` and `trading totals`: the report's section, and the figures recounted."""

import argparse
import sys
from pathlib import Path

from trading.commands.arguments import Commands, add_command, add_group
from trading.commands.terminal import FAILURE, BadUse, Failed, open_store, progress, say
from trading.config import Settings
from trading.services import reporting, restating, tallying
from trading.services.documents import read_template
from trading.services.rendering import FORMATS
from trading.services.wording import OWN, STYLES, Amounts
from trading.store.sites import read_site


def add_report(commands: Commands) -> None:
    """`report YEAR`."""
    example = "trading report 2016 --style 2016 --format docx --out 2016.docx"
    report = add_command(commands, "report", _report, "写出年度报告里的一节", example)
    report.add_argument("year", type=int, metavar="YEAR")
    report.add_argument("--style", default="2016", choices=[*sorted(STYLES), OWN])
    report.add_argument(
        "--amounts",
        default=Amounts.EXACT.value,
        choices=[one.value for one in Amounts],
        help="金额怎样写：exact 精确，floor 舍去尾数写“余”，about 约数（2016 句式总是写“余”）",
    )
    report.add_argument("--format", default="text", choices=sorted(FORMATS))
    report.add_argument("--template", type=Path, metavar="T.docx", help="自己的 Word 模板")
    report.add_argument("--out", type=Path, metavar="FILE", help="写到文件，不写到屏幕")


def add_totals(commands: Commands) -> None:
    """`totals check`."""
    example = "trading totals check --rebuild"
    totals = add_group(commands, "totals", "核对统计", example)
    check = add_command(totals, "check", _totals_check, "按公告重新计算并列出差异", example)
    check.add_argument("--rebuild", action="store_true", help="有差异时按公告改正")


def _report(options: argparse.Namespace, settings: Settings) -> int:
    if options.template and options.format != "docx":
        raise BadUse("--template 只用于 Word 文件：请加上 --format docx")
    with open_store(settings) as store, store.reading() as session:
        site = read_site(session, settings)
        made = reporting.report(
            session,
            site,
            options.year,
            style=options.style,
            amounts=Amounts(options.amounts),
            at=options.now,
        )
        since = restating.since_newest(session, site, options.year)
    template = read_template(options.template) if options.template else None
    content = FORMATS[options.format](made, template)
    _give_out(content, options.out)
    sys.stderr.write(f"{made.sentence.note}\n")
    if since and since.figures:
        moved = "、".join(f"{one.label}{one.difference_text}" for one in since.figures)
        said = f"自第{since.snapshot.serial}份冻结的报告以来，数字有变化：{moved}"
        sys.stderr.write(f"{said}\n")
    return 0


def _give_out(content: bytes, out: Path | None) -> None:
    if out is not None:
        try:
            out.write_bytes(content)
        except OSError as error:
            raise Failed(f"写不了文件 {out}：{error.strerror}") from error
    elif sys.stdout.isatty() and content[:2] == b"PK":
        raise Failed("Word 文件不能显示在屏幕上：请用 --out 报告.docx")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def _totals_check(options: argparse.Namespace, settings: Settings) -> int:
    found = 0
    with open_store(settings) as store:
        opened = store.writing() if options.rebuild else store.reading()
        with opened as session:
            count = tallying.mended if options.rebuild else tallying.found
            for difference in count(session, progress=progress("已核对项目")):
                say(str(difference))
                found += 1
    if not found:
        say("统计与公告一致。")
    elif options.rebuild:
        say(f"已按公告重新统计，改正{found}处。")
    return FAILURE if found else 0
