"""The door for a WSGI server: environment → settings → application."""

from trading import config
from trading.web import create_app
from trading.web.audience import keep_counts
from trading.web.logs import write_json_lines
from trading.web.timekeeping import keep_time

write_json_lines()
app = create_app(config.load())
keep_time(app)
keep_counts(app)
