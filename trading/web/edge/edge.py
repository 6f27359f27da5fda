"""The edge itself: answers from memory what stands, and asks the application for the rest."""

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from trading.store.engine import Store
from trading.web.clock import Clock
from trading.web.edge.answers import NOT_MODIFIED, OK, Answer
from trading.web.edge.asking import Asked, for_everybody
from trading.web.edge.freshness import Freshness, Kept, Key, Standing
from trading.web.edge.lasting import KEPT_UNTIL
from trading.web.edge.streaming import stream

Seen = Callable[[WSGIEnvironment, str], None]
READING = frozenset({"GET", "HEAD"})
# The edge does nothing here: staff, files that have tags of their own, and whoever watches us.
_PASSED_BY = ("/staff", "/static/", "/files/", "/healthz", "/readyz")
_NEVER_KEPT = ("/views", "/views.json")  # they count without a new revision
_FOREVER = float("inf")


class Edge:
    """Stands in front of the application, inside what trusted proxies say.

    A finished answer is kept by path, query and scheme as they were asked, and given to whoever
    asks under a host that the application has answered in the same revision. It stands until
    something is published, time turns a page, or its view's own `keep_until`. While the database
    cannot say what stands, nothing kept is given.

    `seen` is told of each GET that is answered 200 or 304. With `keeps=False` every answer is
    made anew: the benchmark measures what keeping is worth.
    """

    def __init__(
        self, app: WSGIApplication, *, store: Store, clock: Clock, seen: Seen, keeps: bool = True
    ) -> None:
        self._app, self._seen, self._keeps = app, seen, keeps
        self._ask_time = clock.seconds
        self._freshness = Freshness(store, clock.now)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in READING or path.startswith(_PASSED_BY):
            return self._app(environ, start_response)
        key = (
            path,
            environ.get("QUERY_STRING", ""),
            environ["wsgi.url_scheme"],
            environ.get("SCRIPT_NAME", ""),
        )
        now = self._ask_time()
        standing = self._freshness.at(now) if self._keeps else None
        if standing is not None:
            kept = standing.kept.get(key)
            if kept is not None and now < kept.until and environ.get("HTTP_HOST") in standing.hosts:
                kept.used = True
                return self._give(kept.answer, environ, start_response)
        return self._make(key, environ, start_response, standing)

    def _make(
        self,
        key: Key,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        standing: Standing | None,
    ) -> Iterable[bytes]:
        """Let one reader's request make the answer, and give it to all who wait for it."""
        if standing is None or key[0].endswith(_NEVER_KEPT):
            made = self._asked(key, environ, None)
        else:
            with standing.building(key) as first:
                found = None if first else self._kept(key, environ, standing)
                made = found or self._asked(key, environ, standing)
        if isinstance(made, Answer):
            return self._give(made, environ, start_response)
        if not made.is_for_everybody:
            return made.pass_on(environ, start_response)
        still = standing is not None and self._freshness.at(self._ask_time()) is standing
        made_from = (standing, key) if standing is not None and still else None
        return stream(made, environ, start_response, made_from=made_from)

    def _kept(self, key: Key, environ: WSGIEnvironment, standing: Standing) -> Answer | None:
        """What somebody else made meanwhile: in what stood when this request came, so no older."""
        kept = standing.kept.get(key)
        if kept is None or environ.get("HTTP_HOST") not in standing.hosts:
            return None
        return kept.answer if self._ask_time() < kept.until else None

    def _asked(
        self, key: Key, environ: WSGIEnvironment, standing: Standing | None
    ) -> Answer | Asked:
        """The application's answer, finished if it is one for everybody and not streamed."""
        plain = for_everybody(environ)
        asked = Asked(self._app, plain)
        if not asked.is_for_everybody or asked.is_streamed:
            return asked
        answer = Answer(asked.read())
        if standing is not None:
            standing.know(environ.get("HTTP_HOST"))
            until = plain.get(KEPT_UNTIL)
            standing.keep(key, Kept(answer, until.timestamp() if until else _FOREVER))
        return answer

    def _give(
        self, answer: Answer, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        known = answer.is_known(environ)
        if environ["REQUEST_METHOD"] == "GET":
            self._seen(environ, NOT_MODIFIED if known else OK)
        return answer.give(environ, start_response, known=known)
