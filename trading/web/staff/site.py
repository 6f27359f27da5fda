"""The site's own facts: what is known, and what an administrator may still change."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken, SeveralBroken
from trading.services import initialising
from trading.web.access import ADMINISTRATORS, staff_blueprint
from trading.web.forms.site import SiteForm
from trading.web.session import get_runtime, get_session, get_site

bp = staff_blueprint("staff_site", url_prefix="/staff/site", roles=ADMINISTRATORS, keeps=("edit",))


@bp.route("/", methods=["GET", "POST"])
def edit() -> str | Response | tuple[str, int]:
    """The identity of the site; the authority stays once something was published."""
    form = SiteForm(obj=get_site())
    if request.method == "GET":
        return _page(form)
    if form.validate_on_submit():
        try:
            initialising.change_identity(get_session(), get_runtime().settings, form.identity())
            flash(gettext("网站信息已保存。"))
            return redirect(url_for("staff_site.edit"), 303)
        except (RuleBroken, SeveralBroken) as broken:
            form.refuse(broken)
    return _page(form), 422


def _page(form: SiteForm) -> str:
    settings = get_runtime().settings
    given = {name: settings.sources[name] for name in form.data if name in settings.sources}
    return render_template("staff/site/edit.html", form=form, given=given)
