"""The public page that tells whether a sealed paper is ours and unaltered."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from handbook.core.doors import public
from handbook.core.errors import Invalid
from handbook.core.flood import at_most
from handbook.documents import checking, queries
from handbook.documents.forms import VerifyForm
from handbook.documents.remarks import remark_on
from handbook.ledger.appending import position_of

blueprint = Blueprint("documents", __name__)


@blueprint.get("/verify")
@public("whoever holds a sealed paper may check it without an account; nothing personal is shown")
def show_verify() -> ResponseReturnValue:
    """Show the form; with a code in the address (the square code on the paper) also what is known of that paper."""
    code = request.args.get("code", "")
    if not code:
        return render_template("documents/verify.html", form=VerifyForm())
    return _answer_code(code)


@blueprint.post("/verify")
@public("whoever holds a sealed paper may check it without an account; nothing personal is shown")
@at_most("30/minute")
def check() -> ResponseReturnValue:
    """Check an uploaded file or a typed code. The upload is never stored."""
    form = VerifyForm()
    if not form.validate_on_submit():
        return render_template("documents/verify.html", form=form), 400
    if form.file.data:
        try:
            finding = checking.check_upload(form.file.data.read())
        except Invalid as error:
            form.file.errors = [str(error)]
            return render_template("documents/verify.html", form=form), 400
        remark = remark_on(finding.document)
        return render_template("documents/verify.html", form=VerifyForm(formdata=None), finding=finding, remark=remark)
    if form.code.data:
        return _answer_code(form.code.data)
    form.file.errors = [_("Choose the PDF file, or type the code.")]
    return render_template("documents/verify.html", form=form), 400


def _answer_code(code: str) -> ResponseReturnValue:
    found = queries.find_by_code(code) or queries.find_by_sha256(code.strip().lower())
    position = position_of(found.id) if found else None
    form = VerifyForm(formdata=None, code=code)
    return render_template(
        "documents/verify.html", form=form, asked=code, document=found, position=position, remark=remark_on(found)
    )
