"""The `trading` command: one short function a subcommand."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from trading import config, serving
from trading.arguments import BAD_USE, Commands, Parser, add_command, add_group
from trading.config import Settings, SettingsError
from trading.domain.calendar import SHANGHAI
from trading.domain.errors import RuleBroken, TradingError
from trading.services import accounts, demonstrating, initialising, reporting, tallying
from trading.services.demonstrating.county import AUTHORITY_YEAR
from trading.services.passwords import Hasher
from trading.services.rendering import FORMATS
from trading.services.wording import STYLES
from trading.store import migrate
from trading.store.engine import DatabaseFailed, Store
from trading.store.people import all_staff
from trading.store.sites import read_site

FAILURE = 1


class Failed(Exception):
    """A command that could not do its work; the sentence goes to stderr, the status is 1."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; gives the exit status: 0, 1 for failure, 2 for bad use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options, config.load())
    except (SettingsError, RuleBroken) as error:
        return _complain(error, BAD_USE if isinstance(error, SettingsError) else FAILURE)
    except (TradingError, Failed, OSError) as error:
        return _complain(error, FAILURE)
    except DatabaseFailed as error:
        return _complain(Failed(f"数据库无法访问：{error.orig}"), FAILURE)
    except KeyboardInterrupt:
        return 130
    return status


def _complain(error: Exception, status: int) -> int:
    sys.stderr.write(" ".join(f"trading: {error}".split()) + "\n")
    return status


def _say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _now() -> datetime:
    return datetime.now(SHANGHAI)


@contextmanager
def _store(settings: Settings, *, migrated: bool = True) -> Iterator[Store]:
    """The database, which must be ready for use unless it is about to be made."""
    if not migrated:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store(settings.resolved_database_url)
    try:
        if migrated:
            serving.check_database(settings, store)
        yield store
    finally:
        store.close()


def _link(settings: Settings, store: Store, path: str, base: str = "") -> str:
    with store.reading() as session:
        site_url = base or read_site(session, settings).site_url or "http://127.0.0.1:8000"
    return f"{site_url}/staff/{path}"


def _init(options: argparse.Namespace, settings: Settings) -> int:
    with _store(settings, migrated=False) as store:
        initialising.prepare(store, now=_now())
        _say(f"已就绪：{settings.data_dir}")
        _offer_first_link(store, settings)
    return 0


def _offer_first_link(store: Store, settings: Settings, base: str = "") -> None:
    with store.writing() as session:
        token = initialising.first_link(session, now=_now())
    if token:
        _say("还没有管理员。请在24小时内打开这个一次性链接完成设置：")
        _say(f"  {_link(settings, store, f'first/{token}', base)}")


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    base = f"http://{options.host}:{options.port}"
    serving.check_start(settings, options.host, options.port, workers=options.workers)
    with _store(settings, migrated=False) as store:
        initialising.prepare(store, now=_now(), authority_year=_demo_year(options))
        if options.demo:
            _fill(store, settings, base)
        _offer_first_link(store, settings, base)
    _say(f"服务已启动：{base}  （停止：Ctrl+C）")
    serving.serve(options.host, options.port, workers=options.workers)
    return 0


def _demo(options: argparse.Namespace, settings: Settings) -> int:
    with _store(settings, migrated=False) as store:
        initialising.prepare(store, now=_now(), authority_year=_demo_year(options))
        _fill(store, settings, "http://127.0.0.1:8000")
    return 0


def _demo_year(options: argparse.Namespace) -> int | None:
    return AUTHORITY_YEAR if getattr(options, "demo", True) else None


def _fill(store: Store, settings: Settings, base: str) -> None:
    if not demonstrating.is_wanted(store):
        return
    _say("正在建立示例县……")
    made = demonstrating.fill(store, settings, hasher=Hasher(), now=_now(), site_url=base)
    _say("示例县的账号（密码只显示这一次）：")
    for account in made:
        _say(f"  {account.name:<10} {account.password}")


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    wrong = False
    for key in config.KEYS:
        value = getattr(settings, key)
        shown = serving.without_password(str(value)) if value != "" else "（未设）"
        _say(f"{key:<22} {shown}  [{settings.sources.get(key, '默认')}]")
    for name, problem in serving.problems(settings):
        wrong = True
        _say(f"问题：{name}：{problem}")
    _say("没有发现问题。" if not wrong else "请先解决以上问题。")
    return FAILURE if wrong else 0


def _migrate(options: argparse.Namespace, settings: Settings) -> int:
    with _store(settings, migrated=False) as store:
        before = migrate.current(store)
        migrate.upgrade(store)
        _say(f"数据库版本：{before or '空'} → {migrate.current(store)}")
    return 0


def _staff_add(options: argparse.Namespace, settings: Settings) -> int:
    with _store(settings) as store:
        with store.writing() as session:
            made = accounts.add(session, options.name, options.role, now=_now())
        _say_invitation(store, settings, made)
    return 0


def _staff_reset(options: argparse.Namespace, settings: Settings) -> int:
    with _store(settings) as store:
        with store.writing() as session:
            made = accounts.reset(session, options.name, now=_now())
        _say_invitation(store, settings, made)
    return 0


def _say_invitation(store: Store, settings: Settings, made: accounts.Invitation) -> None:
    _say(f"请把这个一次性链接交给{made.name}本人（有效期到 {made.expires_at:%Y-%m-%d %H:%M}）：")
    _say(f"  {_link(settings, store, f'enrol/{made.token}')}")


def _staff_disable(options: argparse.Namespace, settings: Settings) -> int:
    with _store(settings) as store, store.writing() as session:
        accounts.disable(session, options.name, now=_now())
    _say(f"已停用：{options.name}")
    return 0


def _staff_list(options: argparse.Namespace, settings: Settings) -> int:
    with _store(settings) as store, store.reading() as session:
        for person in all_staff(session):
            state = (
                "disabled" if person.disabled else "active" if person.has_password else "invited"
            )
            _say(f"{person.name}\t{person.role}\t{state}")
    return 0


def _report(options: argparse.Namespace, settings: Settings) -> int:
    with _store(settings) as store, store.reading() as session:
        site = read_site(session, settings)
        made = reporting.report(session, site, options.year, style=options.style)
    content = FORMATS[options.format](made, options.template)
    _give_out(content, options.out)
    sys.stderr.write(f"{made.sentence.note}\n")
    return 0


def _give_out(content: bytes, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(content)
    elif sys.stdout.isatty() and content[:2] == b"PK":
        raise Failed("Word 文件不能显示在屏幕上：请用 --out 报告.docx")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)


def _totals_check(options: argparse.Namespace, settings: Settings) -> int:
    with _store(settings) as store:
        with store.reading() as session:
            found = tallying.differences(session)
        for difference in found:
            _say(str(difference))
        if found and options.rebuild:
            with store.writing() as session:
                tallying.rebuild(session)
            _say(f"已按公告重新统计，改正{len(found)}处。")
    if not found:
        _say("统计与公告一致。")
    return FAILURE if found else 0


def _parser() -> Parser:
    parser = Parser(prog="trading", description="公共资源交易公告发布系统")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_command(commands, "init", _init, "建立数据目录和数据库", "trading init")
    _add_serving(commands)
    add_command(
        commands, "demo", _demo, "在空的数据目录里建立示例县", "TRADING_DATA_DIR=demo trading demo"
    )
    add_command(commands, "doctor", _doctor, "列出每项设置、来源和问题", "trading doctor")
    add_command(commands, "migrate", _migrate, "把数据库升级到本程序的版本", "trading migrate")
    _add_staff(commands)
    _add_report(commands)
    example = "trading totals check --rebuild"
    totals = add_group(commands, "totals", "核对统计", example)
    check = add_command(totals, "check", _totals_check, "按公告重新计算并列出差异", example)
    check.add_argument("--rebuild", action="store_true", help="有差异时按公告改正")
    return parser


def _add_serving(commands: Commands) -> None:
    serve = add_command(commands, "serve", _serve, "启动网站", "trading serve --port 8080")
    serve.add_argument("--demo", action="store_true", help="先建立示例县")
    serve.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    serve.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    serve.add_argument("--workers", type=int, default=1, help="进程数；PostgreSQL 时可以多于 1")


def _add_staff(commands: Commands) -> None:
    staff = add_group(commands, "staff", "管理人员", "trading staff list")
    add = add_command(
        staff, "add", _staff_add, "添加人员，打印一次性链接", "trading staff add 李四 --role editor"
    )
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", required=True, choices=accounts.ROLES)
    add_command(staff, "list", _staff_list, "列出人员：姓名、角色、状态", "trading staff list")
    for name, run, about in (
        ("disable", _staff_disable, "停用账号"),
        ("reset", _staff_reset, "取消密码，打印一次性链接"),
    ):
        add_command(staff, name, run, about, f"trading staff {name} 李四").add_argument(
            "name", metavar="NAME"
        )


def _add_report(commands: Commands) -> None:
    example = "trading report 2016 --style 2016 --format docx --out 2016.docx"
    report = add_command(commands, "report", _report, "写出年度报告里的一节", example)
    report.add_argument("year", type=int, metavar="YEAR")
    report.add_argument("--style", default="2016", choices=sorted(STYLES))
    report.add_argument("--format", default="text", choices=sorted(FORMATS))
    report.add_argument("--template", type=Path, metavar="T.docx", help="自己的 Word 模板")
    report.add_argument("--out", type=Path, metavar="FILE", help="写到文件，不写到屏幕")
