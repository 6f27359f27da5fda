"""The web: `create_app` is the wiring diagram; a blueprint per file, owned by that file."""

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from trading.config import MAX_UPLOAD_BYTES, Settings
from trading.paths import static_dir, templates_dir, translations_dir
from trading.services import initialising
from trading.services.passwords import Hasher
from trading.store.engine import Store
from trading.web import (
    access,
    audience,
    cookies,
    edge,
    errors,
    filters,
    gate,
    headers,
    language,
    logs,
    session,
    timekeeping,
    uploads,
)
from trading.web.clock import Clock
from trading.web.public import PUBLIC
from trading.web.secret import read_secret
from trading.web.staff import STAFF


def create_app(
    settings: Settings,
    *,
    store: Store | None = None,
    clock: Clock | None = None,
    hasher: Hasher | None = None,
    edge_keeps: bool = True,
) -> Flask:
    """The application; tests hand in their own store and more, the benchmark a forgetful edge."""
    app = Flask(__name__, template_folder=str(templates_dir()), static_folder=str(static_dir()))
    initialising.check_settings(settings)
    _configure(app, settings)
    runtime = session.Runtime(
        settings=settings,
        store=store or Store(settings.resolved_database_url),
        clock=clock or Clock(),
        hasher=hasher or Hasher(),
    )
    app.extensions["trading"] = runtime
    audience.count_in_memory(app, runtime.store, runtime.clock.now)
    app.session_interface = cookies.StaffOnlyCookies()
    language.speak(app)
    uploads.allow_uploads(app)
    CSRFProtect(app)
    headers.add_headers(app)
    logs.keep_journal(app)
    session.keep_sessions(app)
    errors.add_error_pages(app)
    gate.stand_at_the_gate(app)
    _stand_in_front(app, runtime, keeps=edge_keeps)
    timekeeping.publish_on_request(app)
    filters.add_filters(app)
    app.context_processor(
        lambda: {"site": session.get_site_or_none(), "staff": access.staff_or_none()}
    )
    for blueprint in (*PUBLIC, *STAFF):
        app.register_blueprint(blueprint)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    """Limits, the secret and the language."""
    app.config.update(
        SECRET_KEY=read_secret(settings),
        MAX_CONTENT_LENGTH=MAX_UPLOAD_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_UPLOAD_BYTES,
        MAX_FORM_PARTS=10_000,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="zh_CN",
        BABEL_TRANSLATION_DIRECTORIES=str(translations_dir()),
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # Flask's default provider has it
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _stand_in_front(app: Flask, runtime: session.Runtime, *, keeps: bool) -> None:
    """The edge sees what the application sees: what trusted proxies say about a request."""
    app.wsgi_app = edge.Edge(  # type: ignore[method-assign] # Flask documents this
        app.wsgi_app,
        store=runtime.store,
        clock=runtime.clock,
        seen=audience.audience_of(app).seen,
        keeps=keeps,
    )
    hops = runtime.settings.trusted_proxies
    if hops:
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign] # Flask documents this
