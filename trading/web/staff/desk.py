"""The desk: what waits for whoever looks, whose turn it is first, and what was published last."""

from collections.abc import Sequence
from datetime import timedelta

from flask import abort, render_template, request, url_for
from flask_babel import gettext

from trading.domain.calendar import day_of
from trading.store.acts import recent_acts
from trading.store.audiences import feed_fetches, most_read
from trading.store.autosaves import unsaved_rows
from trading.store.withdrawals import decided_for
from trading.web.access import get_staff, staff_blueprint
from trading.web.clock import get_now
from trading.web.public.feeds.names import named_feeds
from trading.web.session import get_read_session, get_site
from trading.web.staff.autosaving import address_of
from trading.web.staff.sections import LOOPS, STATES, TITLES, Asked, section

MOST_UNSAVED = 10
DECIDED_DAYS = 7  # for which an answer stays on the desk of who asked
READ_DAYS, MOST_READ = 7, 5
HIGHEST_PAGE = 100_000

bp = staff_blueprint("desk", url_prefix="/staff")


@bp.get("/")
def show() -> str:
    """Every section with something in it, its first rows; then the newest publications."""
    asked = Asked(get_read_session(), get_staff(), get_now())
    since = day_of(asked.now) - timedelta(days=READ_DAYS - 1)
    parts = {key: section(key, asked) for key in TITLES}
    return _page(
        "staff/desk/show.html",
        parts={key: part for key, part in parts.items() if part.total},
        unsaved=unsaved_rows(asked.session, of=asked.staff.id, limit=MOST_UNSAVED),
        decided=decided_for(
            asked.session, asked.staff.id, since=asked.now - timedelta(days=DECIDED_DAYS)
        ),
        acts=recent_acts(asked.session),
        read_days=READ_DAYS,
        most_read=most_read(asked.session, since=since, limit=MOST_READ),
        fetches=_named(feed_fetches(asked.session, since=since)),
        address_of=address_of,
    )


@bp.get("/desk/<key>")
def whole(key: str) -> str:
    """One section from its first row to its last, a page at a time."""
    page = request.args.get("page", default=1, type=int)
    if key not in TITLES or not 1 <= page <= HIGHEST_PAGE:
        abort(404)
    part = section(key, Asked(get_read_session(), get_staff(), get_now(), page))
    if page > part.pages:
        abort(404)
    return _page(
        "staff/desk/whole.html",
        key=key,
        part=part,
        address=lambda number: url_for("desk.whole", key=key, page=number),
    )


def _page(template: str, **values: object) -> str:
    site, now = get_site(), get_now()
    return render_template(
        template,
        titles=TITLES,
        states=STATES,
        loops=LOOPS,
        now=now,
        tomorrow=now + timedelta(days=1),
        reviewed=site.review_required,
        writes=get_staff().role != "reviewer",
        **values,
    )


def _named(fetches: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """How often each feed was fetched, by the title that people know it by."""
    titles = {one.name: one.title for one in named_feeds()} | {
        "notices": gettext("公告列表（各种筛选）"),
        "buyers": gettext("招标（采购、出让）人的公告"),
        "suppliers": gettext("中标（成交）人的公告"),
        "processes": gettext("单个项目的公告"),
    }
    return [(titles.get(name, name), count) for name, count in fetches]
