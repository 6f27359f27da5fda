"""One size: all that is measured on a site with so many notices, and growth between sizes."""

import sqlite3
import statistics
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from benching import cold, hot, pressing, servers

STARTS, SAMPLE = 3, 100


def measure(
    folder: Path, *, seconds: float, repeats: int, presses: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """All of it; publications come last, since they add to the site."""
    found: dict[str, Any] = {"notices": int((folder / "filled").read_text(encoding="ascii"))}
    numbers, rare = _sample(folder)
    say("启动 (start-up)")
    found["start_seconds"] = statistics.median(hot.started(folder, times=STARTS))
    with servers.product(folder) as product:
        reader = product.reader()
        asked = hot.asked_for(reader, numbers[0])
        answers = folder / "bare.json"
        hot.write_baselines(reader, asked, answers)
        say("缓存的页面 (hot)")
        with servers.bare(answers, alive=f"/{asked[0].name}") as bare:
            found["hot"] = hot.measure(product, bare, asked, seconds=seconds, repeats=repeats)
            with servers.product(folder, edge=False) as off:
                found["feed"] = hot.against_building(
                    product, bare, off, seconds=seconds, repeats=repeats
                )
                say("现做的页面 (cold)")
                wanted = cold.addresses(numbers, rare)
                found["cold"] = cold.measure(off, wanted, seconds=seconds)
        say("边读边发布 (publishing)")
        found["publish"] = pressing.measure(
            folder, product.port, times=presses, seconds=max(2.0, presses * 0.05)
        )
        cold.measure(product, wanted, seconds=seconds)  # what a worker has done by evening
        found["memory_mib"] = product.memory_mib()
    return found


def growth(sizes: Mapping[str, Any]) -> dict[str, dict[str, dict[str, float]]]:
    """From each size to the next and from the first to the last: how many times longer it takes."""
    steps = list(pairwise(sizes))
    if len(sizes) > 2:
        steps.append((next(iter(sizes)), list(sizes)[-1]))
    return {f"{a} → {b}": _grown(sizes[a], sizes[b]) for a, b in steps}


def _grown(small: Mapping[str, Any], large: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """How many times longer each takes, and how many times the work it is where that is known."""
    before = {**small["cold"], "publish": small["publish"]}
    after = {**large["cold"], "publish": large["publish"]}
    return {
        name: {
            key.removesuffix("_ms"): after[name][key] / one[key]
            for key in ("median_ms", "cpu_ms")
            if one.get(key) and key in after.get(name, {})
        }
        for name, one in before.items()
        if "median_ms" in one and "median_ms" in after.get(name, {})
    }


def _sample(folder: Path) -> tuple[list[str], list[str]]:
    """Numbers of notices from all over the site, and words that stand in few of them."""
    database = sqlite3.connect(f"file:{(folder / 'trading.db').as_posix()}?mode=ro", uri=True)
    (last,) = database.execute("SELECT max(id) FROM notices").fetchone()
    query = (
        "SELECT notices.number, processes.project_code FROM notices "
        "JOIN processes ON processes.id = notices.process_id WHERE notices.id = ?"
    )
    ids = [last - n * (last - 1) // SAMPLE for n in range(SAMPLE)]
    found = [database.execute(query, (one,)).fetchone() for one in ids]
    database.close()
    return [number for number, _ in found], [code for _, code in found if code]
