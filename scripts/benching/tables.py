"""The figures as a table for people: what was measured, and what it should be."""

from collections.abc import Iterator, Mapping
from typing import Any

NAMES = {
    "feed_200": "订阅源，缓存 (cached feed, 200)",
    "list_200": "公告列表，缓存 (cached list)",
    "notice_200": "公告页，缓存 (cached notice)",
    "feed_304": "订阅源，未变 (304)",
    "home": "首页 (home)",
    "list": "列表第一页 (first list page)",
    "list_filtered": "筛选的列表 (filtered list)",
    "list_page_50": "列表第50页 (list, page 50)",
    "notice": "公告页 (notice)",
    "feed": "订阅源 (feed)",
    "feed_filtered": "筛选的订阅源 (filtered feed)",
    "feed_closed_page": "订阅源旧页 (closed page)",
    "search_common": "搜索，常见词 (search, common)",
    "search_rare": "搜索，罕见词 (search, rare)",
    "search_one": "搜索，一个字 (search, one character)",
    "search_none": "搜索，没有结果 (search, none)",
    "after": "按序取后500条 (after)",
    "year": "年度统计 (year)",
    "year_now": "今年的统计 (this year)",
    "passport": "统计的依据 (passport)",
    "sitemap": "网站地图 (sitemap)",
    "publish": "发布 (publish)",
}
_AT_LEAST = {"feed_200": 0.8, "list_200": 0.8, "notice_200": 0.8, "feed_304": 0.9}
_AT_MOST = {"publish": 1.5, "notice": 1.5, "list": 1.5, "search_rare": 2.0}


def report(found: Mapping[str, Any]) -> str:
    """The whole table."""
    return "\n".join(_lines(found))


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    about = found["about"]
    yield (
        f"提交 {about['commit']} · Python {about['python']} · {about['cpus']} 核 · "
        f"负载 {about['load']} · 加压 {about['generator']}"
    )
    for size in found["sizes"].values():
        yield ""
        yield f"== {size['notices']} 条公告 (notices) =="
        yield from _hot(size)
        yield from _cold(size)
        yield from _rest(size)
    for step, grown in found["growth"].items():
        yield ""
        yield f"== 增长 (growth) {step} =="
        for name, times in grown.items():
            limit = _limit(times["median"], most=_AT_MOST.get(name))
            yield f"{_name(name)} {times['median']:8.2f} × {_work(times, 'cpu')}{limit}"


def _hot(size: Mapping[str, Any]) -> Iterator[str]:
    yield "每秒次数 (per second)                        本站 基线 bare     比值 CPU 比值"
    for name, one in size["hot"].items():
        cpu = f"{one['cpu_ratio']:8.2f}" if "cpu_ratio" in one else ""
        yield (
            f"{_name(name)} {one['per_second']:9.0f} {one['bare_per_second']:9.0f} "
            f"{one['ratio']:8.2f} {cpu}{_limit(one['ratio'], least=_AT_LEAST.get(name))}"
        )
    feed = size["feed"]
    over = feed["over_feedgen"]
    yield f"缓存 ÷ 每次用 feedgen 生成 (cached ÷ feedgen)  {over:.0f} ×{_limit(over, least=50)}"
    yield f"缓存 ÷ 关闭边缘缓存 (cached ÷ edge off)  {feed['over_edge_off']:.0f} ×"


def _cold(size: Mapping[str, Any]) -> Iterator[str]:
    yield "现做，毫秒 (made anew, ms)                    中位       p99       CPU"
    for name, one in size["cold"].items():
        if "median_ms" in one:
            yield f"{_name(name)} {one['median_ms']:9.1f} {one['p99_ms']:9.1f} {_work(one)}"
        else:
            yield f"{_name(name)} 没有测 (not measured): {one['status']}"


def _rest(size: Mapping[str, Any]) -> Iterator[str]:
    press, memory = size["publish"], size["memory_mib"]
    times = press["p99_over_median"]
    yield (
        f"{_name('publish')} {press['median_ms']:9.1f} {press['p99_ms']:9.1f} {_work(press)} "
        f"p99 ÷ 中位 {times:.1f}{_limit(times, most=10)}"
    )
    yield f"启动到能回答 (start-up) {size['start_seconds']:.2f} 秒 (s)"
    if memory is not None:
        yield f"每个进程的内存 (memory per worker) {memory:.0f} MiB{_limit(memory, most=150)}"


def _work(one: Mapping[str, float], key: str = "cpu_ms") -> str:
    """The work of the server, where the system tells it."""
    return f"{one[key]:9.1f}" if key in one else " " * 9


def _name(name: str) -> str:
    """Padded to one width: a Chinese character takes two columns."""
    shown = NAMES.get(name, name)
    return shown + " " * (40 - len(shown) - sum(ord(one) > 0x2E80 for one in shown))


def _limit(value: float, *, least: float | None = None, most: float | None = None) -> str:
    """What it should be, and whether it is."""
    if least is not None:
        return f"  ≥ {least:g} {'✓' if value >= least else '✗'}"
    if most is not None:
        return f"  ≤ {most:g} {'✓' if value <= most else '✗'}"
    return ""
