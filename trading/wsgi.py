"""The door for a WSGI server: environment → settings → application."""

from trading import config
from trading.web import create_app

app = create_app(config.load())
