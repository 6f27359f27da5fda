"""The `trading` command: one short function a subcommand."""

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime

from trading import config, serving
from trading.commands.arguments import BAD_USE, Commands, Parser, add_command
from trading.commands.calendars import add_calendars
from trading.commands.reports import add_report, add_totals
from trading.commands.searching import add_reindex
from trading.commands.staff import add_staff
from trading.commands.terminal import FAILURE, BadUse, Failed, link, open_store, say
from trading.config import Settings, SettingsError
from trading.domain.calendar import SHANGHAI
from trading.domain.errors import RuleBroken, TradingError
from trading.services import demonstrating, initialising, scheduling
from trading.services.demonstrating.county import AUTHORITY_YEAR
from trading.services.passwords import Hasher
from trading.store import migrate
from trading.store.engine import DatabaseFailed, Store


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; gives the exit status: 0, 1 for failure, 2 for bad use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    options.now = datetime.now(SHANGHAI)
    try:
        status: int = options.run(options, config.load())
    except (SettingsError, RuleBroken) as error:
        return _complain(error, BAD_USE if isinstance(error, SettingsError) else FAILURE)
    except BadUse as error:
        return _complain(error, BAD_USE)
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


def _init(options: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings, migrated=False) as store:
        initialising.prepare(store, now=options.now)
        say(f"已就绪：{settings.data_dir}")
        _offer_first_link(store, settings, now=options.now)
    return 0


def _offer_first_link(store: Store, settings: Settings, *, now: datetime, base: str = "") -> None:
    with store.writing() as session:
        token = initialising.first_link(session, now=now)
    if token:
        say("还没有管理员。请在24小时内打开这个一次性链接完成设置：")
        say(f"  {link(settings, store, f'first/{token}', base)}")


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    base = f"http://{options.host}:{options.port}"
    serving.check_start(settings, options.host, options.port, workers=options.workers)
    with open_store(settings, migrated=False) as store:
        initialising.prepare(store, now=options.now, authority_year=_demo_year(options))
        if options.demo:
            _fill(store, settings, base, options.now)
        _offer_first_link(store, settings, now=options.now, base=base)
    say(f"服务已启动：{base}  （停止：Ctrl+C）")
    serving.serve(options.host, options.port, workers=options.workers)
    return 0


def _demo(options: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings, migrated=False) as store:
        initialising.prepare(store, now=options.now, authority_year=_demo_year(options))
        _fill(store, settings, "http://127.0.0.1:8000", options.now)
    return 0


def _demo_year(options: argparse.Namespace) -> int | None:
    return AUTHORITY_YEAR if getattr(options, "demo", True) else None


def _fill(store: Store, settings: Settings, base: str, now: datetime) -> None:
    if not demonstrating.is_wanted(store):
        return
    say("正在建立示例县……")
    made = demonstrating.fill(store, settings, hasher=Hasher(), now=now, site_url=base)
    say("示例县的账号（密码只显示这一次）：")
    for account in made:
        say(f"  {account.name:<10} {account.password}")


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    wrong = False
    for key in config.KEYS:
        value = getattr(settings, key)
        shown = "（未设）" if value in ("", None) else serving.without_password(str(value))
        say(f"{key:<22} {shown}  [{settings.sources.get(key, '默认')}]")
    for name, problem in serving.problems(settings):
        wrong = True
        say(f"问题：{name}：{problem}")
    for remark in serving.remarks(settings):
        say(f"说明：{remark}")
    say("没有发现问题。" if not wrong else "请先解决以上问题。")
    return FAILURE if wrong else 0


def _publish_due(options: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings) as store:
        found = scheduling.publish_due(store, settings, now=options.now)
    for one in found:
        if one.act:
            say(f"已发布{len(one.act.numbers)}份公告：{' '.join(one.act.numbers)}")
        else:
            say(f"没有发布：{one.failure}")
    if not found:
        say("没有到时间的定时发布。")
    return FAILURE if any(one.failure for one in found) else 0


def _migrate(options: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings, migrated=False) as store:
        before = migrate.current(store)
        migrate.upgrade(store)
        say(f"数据库版本：{before or '空'} → {migrate.current(store)}")
    return 0


def _parser() -> Parser:
    parser = Parser(prog="trading", description="公共资源交易公告发布系统")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add_command(commands, "init", _init, "建立数据目录和数据库", "trading init")
    _add_serving(commands)
    add_command(
        commands, "demo", _demo, "在空的数据目录里建立示例县", "TRADING_DATA_DIR=demo trading demo"
    )
    add_command(commands, "doctor", _doctor, "列出每项设置、来源和问题", "trading doctor")
    add_command(
        commands, "publish-due", _publish_due, "发布到了时间的定时公告", "trading publish-due"
    )
    add_command(commands, "migrate", _migrate, "把数据库升级到本程序的版本", "trading migrate")
    add_staff(commands)
    add_report(commands)
    add_calendars(commands)
    add_totals(commands)
    add_reindex(commands)
    return parser


def _add_serving(commands: Commands) -> None:
    serve = add_command(commands, "serve", _serve, "启动网站", "trading serve --port 8080")
    serve.add_argument("--demo", action="store_true", help="先建立示例县")
    serve.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    serve.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    serve.add_argument("--workers", type=int, default=1, help="进程数；PostgreSQL 时可以多于 1")
