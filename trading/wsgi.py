"""The door for a WSGI server: environment → settings → application."""

import os

from trading import config
from trading.web import create_app
from trading.web.audience import keep_counts
from trading.web.logs import write_json_lines
from trading.web.timekeeping import keep_time

write_json_lines()
# For the benchmark only, and no setting: what answers cost when none is kept.
app = create_app(config.load(), edge_keeps=os.environ.get("TRADING_EDGE") != "off")
keep_time(app)
keep_counts(app)
