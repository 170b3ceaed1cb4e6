"""E-mail through Django's back end. Plain text, one recipient, a Message-ID that never changes."""

from __future__ import annotations

import smtplib
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from muster.messaging.channels.parcel import Delivery, Parcel
from muster.messaging.models import Outcome

NAME = "email"
LABEL = "E-mail"
PERMANENT = 500
HOW_TO_REPLY = "You may answer this mail: write YES or NO on the first line."


def is_open() -> bool:
    return True


def deliver(parcel: Parcel) -> Delivery:
    try:
        validate_email(parcel.address)
    except ValidationError:
        return Delivery.of(Outcome.REFUSED, "this is not an e-mail address")
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return Delivery.of(Outcome.FAILED, f"the mail server cannot be reached: {error}")
    try:
        count = connection.send_messages([as_mail(parcel)])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()), (0, b""))
        return Delivery.of(_by_code(code), f"{code} {words!r}")
    except smtplib.SMTPResponseException as error:
        return Delivery.of(_by_code(error.smtp_code), f"{error.smtp_code} {error.smtp_error!r}")
    except (OSError, smtplib.SMTPException) as error:
        # The line broke while the server had the message in its hands.
        return Delivery.of(Outcome.UNKNOWN, f"{type(error).__name__}: {error}")
    finally:
        _close(connection)
    if not count:
        return Delivery.of(Outcome.FAILED, "the mail server took no message")
    return Delivery.of(Outcome.SENT)


def as_mail(parcel: Parcel) -> EmailMessage:
    """The mail itself; the same Message-ID lets a receiver drop a second copy."""
    host = urlsplit(settings.MUSTER_BASE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{parcel.id}@{host}>",
        "Date": format_datetime(parcel.created_at),
        "Idempotency-Key": parcel.idempotency_key,
        "Auto-Submitted": "auto-generated",
    }
    if parcel.is_urgent:
        headers |= {"Importance": "high", "X-Priority": "1"}
    if parcel.is_exercise:
        headers["X-Muster-Exercise"] = "yes"
    if parcel.may_be_duplicate:
        headers["X-Muster-Duplicate"] = "possible"
    subject, body = " ".join(parcel.subject.split()), parcel.body
    if parcel.reply_code and settings.MUSTER_REPLY_MAILBOX:
        headers["Reply-To"] = settings.MUSTER_REPLY_MAILBOX
        subject = f"{subject} [{parcel.reply_code}]"
        body = f"{body}\n{HOW_TO_REPLY}\n"
    return EmailMessage(
        subject, body, settings.DEFAULT_FROM_EMAIL, [parcel.address], headers=headers
    )


def _by_code(code: int) -> Outcome:
    return Outcome.REFUSED if code >= PERMANENT else Outcome.FAILED


def _close(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return
