"""What few runs need is not loaded at the start, and is there when it is asked for."""

import os
import subprocess
import sys
from pathlib import Path

from trading.later import Later

ROOT = Path(__file__).resolve().parents[1]
HEAVY = "alembic bleach docx docxtpl html5lib icalendar mako mammoth nh3 openpyxl psycopg segno"


def test_serving_loads_no_library_that_only_other_work_needs(tmp_path: Path) -> None:
    # Whoever needs one of these imports it as `trading.later` says: a start takes a second.
    code = f"import sys, trading.cli, trading.wsgi; print(*{{*{HEAVY.split()}}} & {{*sys.modules}})"
    place = {**os.environ, "TRADING_DATA_DIR": str(tmp_path)}
    out = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True, env=place)
    assert out.strip() == ""


def test_a_module_is_loaded_when_something_of_it_is_asked_for() -> None:
    code = (
        "import sys; from trading.later import Later; found = Later('wave');"
        "print('wave' in sys.modules); found.open; print('wave' in sys.modules)"
    )
    out = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)
    assert out.split() == ["False", "True"]


def test_what_stands_for_a_module_has_what_the_module_has() -> None:
    assert Later("json").dumps([1]) == "[1]"
