"""`trading staff`: people who may sign in, and their one-time links."""

import argparse

from trading.commands.arguments import Commands, add_command, add_group
from trading.commands.terminal import link, open_store, say
from trading.config import Settings
from trading.services import accounts
from trading.store.engine import Store
from trading.store.people import all_staff


def add_staff(commands: Commands) -> None:
    """`staff add | list | disable | reset`."""
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


def _staff_add(options: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings) as store:
        with store.writing() as session:
            made = accounts.add(session, options.name, options.role, now=options.now)
        _say_invitation(store, settings, made)
    return 0


def _staff_reset(options: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings) as store:
        with store.writing() as session:
            made = accounts.reset(session, options.name, now=options.now)
        _say_invitation(store, settings, made)
    return 0


def _say_invitation(store: Store, settings: Settings, made: accounts.Invitation) -> None:
    say(f"请把这个一次性链接交给{made.name}本人（有效期到 {made.expires_at:%Y-%m-%d %H:%M}）：")
    say(f"  {link(settings, store, f'enrol/{made.token}')}")


def _staff_disable(options: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings) as store, store.writing() as session:
        accounts.disable(session, options.name, now=options.now)
    say(f"已停用：{options.name}")
    return 0


def _staff_list(options: argparse.Namespace, settings: Settings) -> int:
    with open_store(settings) as store, store.reading() as session:
        for person in all_staff(session):
            state = (
                "disabled" if person.disabled else "active" if person.has_password else "invited"
            )
            say(f"{person.name}\t{person.role}\t{state}")
    return 0
