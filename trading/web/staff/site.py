"""The site's own facts: what is known, and what an administrator may still change."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from trading.domain.errors import RuleBroken, SeveralBroken
from trading.services import initialising
from trading.web.access import ADMINISTRATORS, staff_blueprint
from trading.web.clock import get_now
from trading.web.forms.site import SiteForm
from trading.web.session import get_runtime, get_session, get_site

bp = staff_blueprint(
    "staff_site",
    url_prefix="/staff/site",
    roles=ADMINISTRATORS,
    fresh=("require_review", "waive_review"),
    keeps=("edit",),
)


@bp.route("/", methods=["GET", "POST"])
def edit() -> str | Response | tuple[str, int]:
    """The identity of the site; the authority stays once something was published."""
    form = SiteForm(obj=get_site())
    if request.method == "GET":
        return _page(form)
    if form.validate_on_submit():
        try:
            initialising.change_identity(
                get_session(), get_runtime().settings, form.identity(), now=get_now()
            )
            flash(gettext("网站信息已保存。"))
            return redirect(url_for("staff_site.edit"), 303)
        except (RuleBroken, SeveralBroken) as broken:
            form.refuse(broken)
    return _page(form), 422


@bp.post("/review/on")
def require_review() -> Response:
    """From now on nothing goes out that a second person has not approved."""
    initialising.require_review(get_session(), get_runtime().settings, required=True)
    flash(gettext("先审后发已启用。"))
    return redirect(url_for("staff_site.edit"), 303)


@bp.post("/review/off")
def waive_review() -> Response | tuple[str, int]:
    """Publish without a second person; whoever decides that says so expressly."""
    if "sure" not in request.form:
        form = SiteForm(formdata=None, obj=get_site())
        return _page(form, refused=gettext("请先勾选确认，再停用先审后发。")), 422
    initialising.require_review(get_session(), get_runtime().settings, required=False)
    flash(gettext("先审后发已停用：公告不经第二人审核即可发布。"))
    return redirect(url_for("staff_site.edit"), 303)


def _page(form: SiteForm, *, refused: str = "") -> str:
    settings = get_runtime().settings
    given = {name: settings.sources[name] for name in form.data if name in settings.sources}
    return render_template("staff/site/edit.html", form=form, given=given, refused=refused)
