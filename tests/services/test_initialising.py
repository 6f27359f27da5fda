"""From an empty directory to a site: the first link, the first administrator, the identity."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.domain.errors import NotFound, RuleBroken, SeveralBroken
from trading.services import initialising
from trading.services.passwords import Hasher
from trading.store import people, sites
from trading.store.engine import Store
from trading.store.publications import advance_site

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=SHANGHAI)
QUICK = Hasher(memory_kib=8, passes=1, lanes=1)
PASSWORD = "五里长亭外古道边芳草碧连天"
IDENTITY = sites.Identity(
    site_name=" 某县公共资源交易网 ",
    organization="某县公共资源交易中心",
    region_code="230828",
    site_url="HTTPS://GGZY.example/",
    authority="GGZY.example",
)


def link(store: Store, at: datetime = NOW) -> str:
    initialising.prepare(store, now=at)
    with store.writing() as session:
        token = initialising.first_link(session, now=at)
    assert token is not None
    return token


def set_up(
    store: Store, token: str, at: datetime = NOW, identity: sites.Identity = IDENTITY
) -> None:
    initialising.make_first_administrator(
        store, QUICK, token, identity, name="李", password=PASSWORD, now=at
    )


def test_the_first_link_makes_an_administrator_and_tidies_the_identity(
    store: Store, settings: Settings
) -> None:
    set_up(store, link(store))
    with store.reading() as session:
        site = sites.read_site(session, settings)
        (admin,) = people.all_staff(session)
        assert initialising.first_link(session, now=NOW) is None
    assert (admin.name, admin.role) == ("李", "admin")
    assert site.site_name == "某县公共资源交易网"
    assert (site.site_url, site.authority) == ("https://ggzy.example", "ggzy.example")
    assert site.authority_year == 2026
    assert site.missing == ()


def test_the_link_works_once_for_a_day_and_only_the_newest(store: Store) -> None:
    older = link(store)
    newer = link(store)
    with pytest.raises(NotFound, match="失效"):
        set_up(store, older)
    with pytest.raises(NotFound):
        set_up(store, newer, at=NOW + timedelta(hours=24))
    set_up(store, newer)
    with pytest.raises(NotFound):
        set_up(store, newer)


def test_everything_wrong_with_an_identity_is_said_at_once(store: Store) -> None:
    bad = replace(IDENTITY, site_name="", region_code="99", site_url="ftp://x", authority="x")
    token = link(store)
    with pytest.raises(SeveralBroken) as refused:
        set_up(store, token, identity=bad)
    assert [one.field for one in refused.value.broken] == [
        "site_name",
        "region_code",
        "site_url",
        "authority",
    ]
    set_up(store, token)


def test_preparing_again_changes_nothing(store: Store, settings: Settings) -> None:
    set_up(store, link(store))
    initialising.prepare(store, now=NOW + timedelta(days=400))
    with store.reading() as session:
        assert sites.read_site(session, settings).authority_year == 2026


def test_after_the_first_publication_no_form_and_no_setting_changes_the_authority(
    store: Store, settings: Settings
) -> None:
    set_up(store, link(store))
    elsewhere = replace(settings, authority="other.example", site_url="https://new.example")
    with store.writing() as session:
        assert sites.read_site(session, elsewhere).authority == "other.example"
        advance_site(session, sequence=1, moment=NOW, authority="ggzy.example")
    with store.writing() as session:
        site = sites.read_site(session, elsewhere)
        assert (site.authority, site.site_url) == ("ggzy.example", "https://new.example")
        changed = replace(IDENTITY, authority="other.example")
        with pytest.raises(RuleBroken) as refused:
            initialising.change_identity(session, elsewhere, changed)
        initialising.change_identity(session, elsewhere, replace(IDENTITY, site_name="新名称"))
    assert refused.value.field == "authority"
    with store.reading() as session:
        assert sites.read_site(session, settings).site_name == "新名称"
