"""The echo of an amount while it is being typed: the rule lives on the server alone."""

from flask import jsonify, request
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken
from trading.web.access import WRITERS, staff_blueprint
from trading.web.forms.money import echo, read_amount
from trading.web.forms.sentences import say

bp = staff_blueprint("staff_echo", url_prefix="/staff/echo", roles=WRITERS)

LONGEST = 200  # characters that an amount could sensibly have, several times over


@bp.get("/amount")
def amount() -> Response:
    """The typed amount in 元 and 大写, or what is wrong with it; nothing for a blank one."""
    text = request.args.get("text", "")[:LONGEST]
    try:
        read = read_amount(text, request.args.get("unit", ""))
    except RuleBroken as broken:
        return jsonify({"ok": False, "said": say(broken)})
    return jsonify({"ok": True, "said": echo(read) if read else ""})
