"""Problem documents (RFC 9457): every refusal of the API in one shape, in sentences."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError

from muster.api.parsing import Unstorable
from muster.api.speaking import sentence_of
from muster.rules.refusal import NotFound, Refusal, Refused

CONTENT_TYPE = "application/problem+json"

STATUS_OF_CODE = {
    "permission.denied": HTTPStatus.FORBIDDEN,
    "step_up.required": HTTPStatus.FORBIDDEN,
    "cursor.invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "idempotency.key_reused": HTTPStatus.UNPROCESSABLE_ENTITY,
    "too_many": HTTPStatus.TOO_MANY_REQUESTS,
}


class Reason(Schema):
    """One reason: a stable code, its sentence, and the input or the term that it concerns."""

    code: str
    detail: str
    field: str | None = None
    term: str | None = None


class Problem(Schema):
    """What every refused call answers with."""

    type: str
    title: str
    status: int
    detail: str
    reasons: list[Reason] = []


PROBLEMS: dict[int, Any] = dict.fromkeys(
    (400, 401, 403, 404, 405, 409, 413, 415, 422, 429), Problem
)


def problem(status: int, detail: str, reasons: list[dict[str, Any]] | None = None) -> HttpResponse:
    """A problem response. `detail` is a sentence that says what to do."""
    title = HTTPStatus(status).phrase
    body = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
        "reasons": reasons or [],
    }
    response = JsonResponse(body, status=status, content_type=CONTENT_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Muster"'
    return response


def refused(refusals: tuple[Refusal, ...]) -> HttpResponse:
    """Refusals as a problem: 403 for who, 422 for what was sent, else 409 for how things stand."""
    reasons = [
        {
            "code": refusal.code,
            "detail": sentence_of(refusal),
            "field": refusal.field,
            "term": refusal.term,
        }
        for refusal in refusals
    ]
    codes = [STATUS_OF_CODE.get(refusal.code) for refusal in refusals]
    status = next((code for code in codes if code), HTTPStatus.CONFLICT)
    return problem(status, " ".join(reason["detail"] or "" for reason in reasons), reasons)


def _refused(error: Refused) -> HttpResponse:
    error.after_undone()
    return refused(error.refusals)


def install(api: NinjaAPI) -> None:
    """Teach an API to answer in problem documents."""

    def on(error: type[Exception], answer: Callable[[HttpRequest, Any], HttpResponse]) -> None:
        api.add_exception_handler(error, answer)  # type: ignore[arg-type]

    on(Refused, lambda _request, error: _refused(error))
    on(NotFound, lambda _request, error: _missing(error.what))
    on(Http404, lambda _request, _error: _missing("page"))
    on(ValidationError, _invalid)
    on(AuthenticationError, lambda _request, _error: _unknown_caller())
    on(AuthorizationError, lambda _request, _error: problem(403, "You may not do this."))
    on(HttpError, _http_error)
    on(RequestDataTooBig, lambda _request, _error: problem(413, "Send less at once."))
    on(SuspiciousOperation, lambda _request, _error: problem(400, "Send well-formed input."))


def _missing(what: str) -> HttpResponse:
    return problem(404, f"There is no such {what.replace('_', ' ')}, or you may not see it.")


def _unknown_caller() -> HttpResponse:
    return problem(401, "Sign in, or send a personal token as `Authorization: Bearer <token>`.")


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Unstorable):
        return _invalid(request, error.__cause__.as_validation_error())
    return problem(error.status_code, str(error))


def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    reasons = [
        {
            "code": f"input.{item.get('type', 'invalid')}",
            "detail": _capitalized(str(item.get("msg", "This is not valid"))),
            "field": ".".join(str(part) for part in item.get("loc", ())[1:] if part != "payload"),
            "term": None,
        }
        for item in error.errors[:50]
    ]
    where = ", ".join(sorted({str(reason["field"]) for reason in reasons if reason["field"]}))
    return problem(422, f"Mend what was sent: {where or 'the body'}.", reasons)


def _capitalized(text: str) -> str:
    text = text[:300].rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."
