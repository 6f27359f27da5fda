"""Who may open and press what on the way of a draft: role by route by state; GET changes none."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask

from tests.notices import NOON
from tests.reviewed import ReviewedOffice, tender
from tests.web.clerks import Clerk
from trading.config import Settings
from trading.services import drafting
from trading.services.initialising import digest
from trading.services.passwords import Hasher
from trading.store import people
from trading.store.engine import Store
from trading.store.tables import metadata
from trading.web import create_app
from trading.web.clock import Clock

ROOMS = {
    "staff_submissions",
    "staff_reviews",
    "staff_steps",
    "staff_scheduling",
    "staff_schedules",
    "staff_publishing",
    "staff_acts",
}
EVERYBODY = {"editor", "reviewer", "admin"}
WRITERS, REVIEWERS = {"editor", "admin"}, {"reviewer", "admin"}
# Every address of these rooms: the roles that may come in.
DOORS = {
    ("staff_submissions.show", "GET"): WRITERS,
    ("staff_submissions.submit", "POST"): WRITERS,
    ("staff_submissions.recall", "POST"): WRITERS,
    ("staff_reviews.show", "GET"): REVIEWERS,
    ("staff_reviews.approve", "POST"): REVIEWERS,
    ("staff_reviews.send_back", "POST"): REVIEWERS,
    ("staff_steps.show", "GET"): EVERYBODY,
    ("staff_steps.as_csv", "GET"): EVERYBODY,
    ("staff_schedules.show", "GET"): EVERYBODY,
    ("staff_scheduling.schedule", "POST"): WRITERS,
    ("staff_scheduling.cancel", "POST"): WRITERS,
    ("staff_publishing.confirm", "GET"): WRITERS,
    ("staff_publishing.publish", "POST"): WRITERS,
    ("staff_acts.show", "GET"): EVERYBODY,
}
# From which states a press does something; from every other it is 409 and changes nothing.
MOVES = {
    "staff_submissions.submit": {"draft", "returned"},
    "staff_submissions.recall": {"submitted", "approved", "scheduled"},
    "staff_reviews.approve": {"submitted"},
    "staff_reviews.send_back": {"submitted", "approved", "scheduled"},
    "staff_scheduling.schedule": {"approved"},
    "staff_scheduling.cancel": {"scheduled"},
    "staff_publishing.publish": {"approved"},
}
STATES: dict[str, Callable[[ReviewedOffice], int]] = {}


def standing(name: str) -> Callable[[Callable[[ReviewedOffice], int]], object]:
    def keep(make: Callable[[ReviewedOffice], int]) -> object:
        STATES[name] = make
        return make

    return keep


@standing("draft")
def _draft(house: ReviewedOffice) -> int:
    return house.write()


@standing("submitted")
def _submitted(house: ReviewedOffice) -> int:
    draft = house.write()
    house.submit(draft)
    return draft


@standing("returned")
def _returned(house: ReviewedOffice) -> int:
    draft = _submitted(house)
    house.send_back(draft)
    return draft


@standing("approved")
def _approved(house: ReviewedOffice) -> int:
    return house.approved()


@standing("scheduled")
def _scheduled(house: ReviewedOffice) -> int:
    draft = house.approved()
    house.schedule(draft, due_at=NOON + timedelta(hours=2))
    return draft


@standing("published")
def _published(house: ReviewedOffice) -> int:
    draft = house.approved()
    house.publish(draft)
    return draft


@standing("discarded")
def _discarded(house: ReviewedOffice) -> int:
    draft = house.write()
    with house.store.writing() as session:
        from_here = people.staff_named(session, "editor")
        assert from_here is not None
        drafting.discard(session, draft, by=from_here.id, now=NOON)
    return draft


class Noon(Clock):
    """A minute past noon."""

    def now(self):  # type: ignore[no-untyped-def] # as the clock says
        return NOON + timedelta(minutes=1)


@pytest.fixture
def house(sqlite_store: Store, settings: Settings) -> ReviewedOffice:
    return ReviewedOffice(sqlite_store, settings)


@pytest.fixture
def app(house: ReviewedOffice, settings: Settings) -> Flask:
    """Form tokens are not asked for, so the doors and the table answer themselves."""
    quick = Hasher(memory_kib=8, passes=1, lanes=1)
    made = create_app(settings, store=house.store, clock=Noon(), hasher=quick)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


def browser(app: Flask, house: ReviewedOffice, name: str) -> Clerk:
    with house.store.writing() as session:
        token = f"token-{name}"
        people.add_session(session, digest(token), house.ids[name], now=NOON, user_agent="")
    client = app.test_client()
    client.set_cookie("trading_staff", token)
    return Clerk(client, house.store)


def addresses(app: Flask, draft: int, schedule: int) -> dict[tuple[str, str], str]:
    """Every address of the rooms, with this draft in its place."""
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.split(".")[0] in ROOMS:
            values = {"draft": draft, "schedule": schedule, "act": 1}
            built = rule.build({name: values[name] for name in rule.arguments})
            assert built is not None
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                found[rule.endpoint, method] = built[1]
    return found


def sent(house: ReviewedOffice, draft: int) -> dict[str, object]:
    """A whole and right form for any of the presses."""
    seen = house.look(draft)
    return {
        "draft": draft,
        "seen": house.sight(draft),
        "revision": seen.revision,
        "due_at": "2026-03-02 15:00",
        "check": ["secrecy", "personal", "wording", "money", "periods"],
        "opinion": "意见",
    }


def whole_database(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything but when a browser was last seen."""
    with store.reading() as session:
        connection = session.connection()
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in metadata.sorted_tables
            if table.name != "staff_sessions"
        }


def schedule_of(house: ReviewedOffice, draft: int) -> int:
    return house.look(draft).schedule_id or 1


def test_every_address_has_its_door(app: Flask) -> None:
    assert set(addresses(app, 1, 1)) == set(DOORS)


@pytest.mark.parametrize("state", STATES)
def test_role_by_route_by_state(app: Flask, house: ReviewedOffice, state: str) -> None:
    """A wrong role is 403 whatever the state; nobody gets further than the table lets them."""
    draft = STATES[state](house)
    people_there = {role: browser(app, house, role) for role in EVERYBODY}
    before = whole_database(house.store)
    where = addresses(app, draft, schedule_of(house, draft))
    for (door, address), role in product(where.items(), EVERYBODY):
        endpoint, method = door
        if method == "POST" and role in DOORS[door] and state in MOVES[endpoint]:
            continue  # does something: the next test
        clerk = people_there[role]
        data = sent(house, draft) if method == "POST" else None
        answer = clerk.client.open(address, method=method, data=data)
        if role not in DOORS[door]:
            assert answer.status_code == 403, (door, role)
        elif answer.status_code == 303 and method == "POST":
            # The same press sent twice ends on the page of its act (R18).
            assert (endpoint, state, role) == ("staff_publishing.publish", "published", "editor")
        elif method == "POST":
            assert answer.status_code in (409, 422, 404), (door, role, answer.status_code)
        else:
            assert answer.status_code in (200, 303, 404, 409), (door, role)
    assert whole_database(house.store) == before


@pytest.mark.parametrize(
    ("endpoint", "state", "role"),
    [
        (endpoint, state, role)
        for endpoint, states in MOVES.items()
        for state in sorted(states)
        for role in sorted(DOORS[endpoint, "POST"])
    ],
)
def test_a_lawful_press_does_what_it_says(
    app: Flask, house: ReviewedOffice, endpoint: str, state: str, role: str
) -> None:
    draft = STATES[state](house)
    where = addresses(app, draft, schedule_of(house, draft))
    answer = browser(app, house, role).client.post(where[endpoint, "POST"], data=sent(house, draft))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    leads = {
        "staff_submissions.submit": "submitted",
        "staff_submissions.recall": "draft",
        "staff_reviews.approve": "approved",
        "staff_reviews.send_back": "returned",
        "staff_scheduling.schedule": "scheduled",
        "staff_scheduling.cancel": "approved",
        "staff_publishing.publish": "published",
    }
    assert house.look(draft).state == leads[endpoint]


def test_a_writers_own_review_is_refused_in_every_state(app: Flask, house: ReviewedOffice) -> None:
    draft = house.write(tender(9), by="admin")
    house.submit(draft, by="admin")
    admin = browser(app, house, "admin")
    before = whole_database(house.store)
    for way in ("approve", "return"):
        answer = admin.client.post(f"/staff/notices/{draft}/{way}", data=sent(house, draft))
        assert answer.status_code == 403
    assert admin.client.get(f"/staff/notices/{draft}/review").status_code == 403
    assert whole_database(house.store) == before
