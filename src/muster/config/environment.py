"""What an installation may set, read once from `MUSTER_…` environment variables."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from muster.backups.places import known_places
from muster.config import standby

STANDBY_LIKE = "https://standby.muster.example.gov"


class BadSetting(ValueError):
    """A setting that cannot be used; the sentence names it and says what to write."""


@dataclass(frozen=True)
class Setting:
    """One variable: its name, its default as people read it, and what it is for."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting(
        "MUSTER_DATA_DIR",
        "./var",
        "Folder of the SQLite database, uploaded files, keys and outbox.",
    ),
    Setting(
        "MUSTER_DATABASE_URL",
        "sqlite in the data folder",
        "`sqlite:///path` or `postgresql://user:password@host:port/name`.",
    ),
    Setting(
        "MUSTER_SECRET_KEY",
        "made once in the data folder",
        "Signs sessions and links, seals addresses and authenticator secrets; at least 32 "
        "characters. Every backup holds it, encrypted.",
    ),
    Setting(
        "MUSTER_SECRET_KEY_FALLBACKS",
        "none",
        "Earlier secret keys, separated by commas, while they are being replaced.",
    ),
    Setting("MUSTER_HOST", "127.0.0.1", "Address to listen on."),
    Setting("MUSTER_PORT", "8000", "Port to listen on."),
    Setting(
        "MUSTER_BASE_URL",
        "http://localhost:<port>; on a standby the address that it was restored for",
        "The address that people type; links in mail start with it. Passkeys need a name here, "
        "never a bare number.",
    ),
    Setting(
        "MUSTER_STANDBY_URL",
        "none",
        "The address of the standby at a second host, used when this one is the victim; printed in "
        "every party's pack beside the base URL.",
    ),
    Setting(
        "MUSTER_ALLOWED_HOSTS",
        "the base URL's host and loopback",
        "Host names that are answered, separated by commas.",
    ),
    Setting("MUSTER_BEHIND_PROXY", "0", "1 when a reverse proxy sets X-Forwarded-Proto."),
    Setting(
        "MUSTER_WEB_WORKERS",
        "one for each core, at most 4",
        "Web server processes; threads of one process take turns.",
    ),
    Setting("MUSTER_WEB_THREADS", "8", "Threads a process that answer pages and API."),
    Setting(
        "MUSTER_WORKERS",
        "1",
        "Worker processes that `muster run` starts; on PostgreSQL two share a storm of call-outs.",
    ),
    Setting(
        "MUSTER_EMAIL_URL", "file", "`file`, `console`, or `smtp://user:password@host:587?tls=1`."
    ),
    Setting("MUSTER_EMAIL_FROM", "muster@localhost", "Sender of notices."),
    Setting(
        "MUSTER_TEXT_GATEWAY",
        "none",
        "Address of a text message gateway; texts are posted there as JSON with an Idempotency-Key.",
    ),
    Setting("MUSTER_VOICE_GATEWAY", "none", "The same for calls that read a sentence aloud."),
    Setting(
        "MUSTER_VOICE_GATEWAY_KEYS",
        "0",
        "1 when that gateway gathers keys and posts them back signed; needs the secret below.",
    ),
    Setting("MUSTER_TEXT_GATEWAY_TOKEN", "none", "Bearer token that both gateways ask for."),
    Setting(
        "MUSTER_TEXT_GATEWAY_SECRET",
        "none",
        "Signs what the gateway posts back: replies to texts and to mail, keys of calls.",
    ),
    Setting(
        "MUSTER_TEXT_GATEWAY_TEMPLATE",
        "id, kind, to, text, urgent, exercise, created_at",
        'JSON that is posted, with {to}, {text}, {id}, {kind} in its strings: `{"phone":"{to}"}`.',
    ),
    Setting("MUSTER_TWILIO_ACCOUNT", "none", "Account SID, where Twilio carries texts and calls."),
    Setting("MUSTER_TWILIO_TOKEN", "none", "Its auth token; also verifies what Twilio posts back."),
    Setting(
        "MUSTER_TWILIO_FROM", "none", "The number that texts and calls come from: +18015550100."
    ),
    Setting("MUSTER_TWILIO_URL", "https://api.twilio.com", "Address of Twilio's REST API."),
    Setting(
        "MUSTER_REPLY_MAILBOX",
        "none",
        "Mailbox whose mail is piped into `muster inbound-mail`: then mails may be answered.",
    ),
    Setting(
        "MUSTER_OWN_HOSTS",
        "none",
        "Host names in the own network that push and chat may be posted to, such as a chat server "
        "of one's own; separated by commas.",
    ),
    Setting(
        "MUSTER_CHECKPOINT_DIR",
        "checkpoints in the data folder",
        "Where signed checkpoints of the journal are written; best on another machine.",
    ),
    Setting(
        "MUSTER_BACKUP_RECIPIENTS",
        "none",
        "age public keys that backups are encrypted for, separated by commas: the second party's.",
    ),
    Setting(
        "MUSTER_BACKUP_EVERY",
        "0",
        "Minutes from one backup that leaves by itself to the next, 5 to 1440; 0 for never.",
    ),
    Setting(
        "MUSTER_BACKUP_TO",
        "none",
        "Where they go, separated by commas: a folder (a mounted share) or a WebDAV address, "
        "`https://user:password@backup.example.gov/muster/`.",
    ),
    Setting("MUSTER_BACKUP_KEEP_LAST", "48", "How many of the newest are kept at each place."),
    Setting(
        "MUSTER_BACKUP_KEEP_DAYS", "14", "For how many days the newest of each day is kept as well."
    ),
    Setting(
        "MUSTER_COORDINATOR_PHONE",
        "none",
        "The number to call when nobody can sign in; shown to everyone on the first page, beside "
        "the sign-in and when something breaks.",
    ),
    Setting(
        "MUSTER_CLAMAV", "none", "`host:port` or socket path of clamd; files are scanned when set."
    ),
    Setting(
        "MUSTER_OIDC",
        "none",
        "JSON list of OpenID Connect providers: provider_id, name, client_id, secret, server_url.",
    ),
    Setting("MUSTER_LOG_LEVEL", "WARNING", "DEBUG, INFO, WARNING or ERROR."),
    Setting(
        "MUSTER_DEMO",
        "0",
        "1 for the demo network: relaxed origins for passkeys, sample accounts shown.",
    ),
    Setting(
        "MUSTER_STATIC_ROOT",
        "static in the data folder",
        "Where collected, compressed assets are kept.",
    ),
    Setting(
        "MUSTER_BENCH_POSTGRES",
        "none",
        "PostgreSQL server for `muster bench`, as `--postgres` gives it.",
    ),
    Setting("MUSTER_BENCH_KILLS", "20", "How many workers `muster bench sending` kills."),
)


@dataclass(frozen=True)
class Environment:
    data_dir: Path
    database: dict[str, Any]
    secret_key: str
    secret_key_fallbacks: list[str]
    host: str
    port: int
    base_url: str
    standby_url: str
    standby: standby.Mark | None
    https: bool
    allowed_hosts: list[str]
    trusted_origins: list[str]
    behind_proxy: bool
    web_workers: int
    web_threads: int
    workers: int
    email_backend: str
    email_host: str
    email_port: int
    email_user: str
    email_password: str
    email_tls: bool
    email_from: str
    text_gateway: str
    voice_gateway: str
    voice_gateway_keys: bool
    text_gateway_token: str
    text_gateway_secret: str
    text_gateway_template: Any
    twilio_account: str
    twilio_token: str
    twilio_from: str
    twilio_url: str
    reply_mailbox: str
    own_hosts: list[str]
    checkpoint_dir: Path
    backup_recipients: list[str]
    backup_every: int
    backup_to: list[str]
    backup_keep_last: int
    backup_keep_days: int
    coordinator_phone: str
    clamav: str
    identity_providers: dict[str, Any]
    identity_origins: list[str]
    log_level: str
    demo: bool
    static_root: Path
    static_storage: str


def read() -> Environment:
    """The environment of this process. Raises `BadSetting` with what to mend."""
    data_dir = Path(_get("MUSTER_DATA_DIR", "var")).resolve()
    port = _integer("MUSTER_PORT", 8000)
    mark = standby.mark_in(data_dir)
    base_url = _base_url(mark.base_url if mark else f"http://localhost:{port}")
    host_name = str(urlsplit(base_url).hostname)
    email = urlsplit(_get("MUSTER_EMAIL_URL", "file"))
    static_root = Path(_get("MUSTER_STATIC_ROOT", str(data_dir / "static"))).resolve()
    collected = (static_root / "staticfiles.json").exists()
    return Environment(
        data_dir=data_dir,
        database=_database(_get("MUSTER_DATABASE_URL", f"sqlite:///{data_dir}/muster.sqlite3")),
        secret_key=_secret_key(data_dir),
        secret_key_fallbacks=_secret_key_fallbacks(data_dir),
        host=_get("MUSTER_HOST", "127.0.0.1"),
        port=port,
        base_url=base_url,
        standby_url=_address("MUSTER_STANDBY_URL", "", STANDBY_LIKE).rstrip("/"),
        standby=mark,
        https=base_url.startswith("https://"),
        allowed_hosts=_list("MUSTER_ALLOWED_HOSTS")
        or sorted({host_name, "localhost", "127.0.0.1", "[::1]"}),
        trusted_origins=[base_url],
        behind_proxy=_flag("MUSTER_BEHIND_PROXY"),
        **_processes(),
        email_backend=_email_backend(email.scheme or email.path),
        email_host=email.hostname or "localhost",
        email_port=email.port or 25,
        email_user=unquote(email.username or ""),
        email_password=unquote(email.password or ""),
        email_tls=dict(parse_qsl(email.query)).get("tls") == "1",
        email_from=_get("MUSTER_EMAIL_FROM", "muster@localhost"),
        text_gateway=_gateway("MUSTER_TEXT_GATEWAY"),
        **_voice(),
        text_gateway_token=_get("MUSTER_TEXT_GATEWAY_TOKEN", ""),
        text_gateway_secret=_get("MUSTER_TEXT_GATEWAY_SECRET", ""),
        text_gateway_template=_template("MUSTER_TEXT_GATEWAY_TEMPLATE"),
        twilio_account=_get("MUSTER_TWILIO_ACCOUNT", ""),
        twilio_token=_get("MUSTER_TWILIO_TOKEN", ""),
        twilio_from=_get("MUSTER_TWILIO_FROM", ""),
        twilio_url=_gateway("MUSTER_TWILIO_URL", "https://api.twilio.com").rstrip("/"),
        reply_mailbox=_get("MUSTER_REPLY_MAILBOX", ""),
        own_hosts=[host.lower() for host in _list("MUSTER_OWN_HOSTS")],
        checkpoint_dir=Path(_get("MUSTER_CHECKPOINT_DIR", str(data_dir / "checkpoints"))).resolve(),
        **_backups(),
        coordinator_phone=_get("MUSTER_COORDINATOR_PHONE", ""),
        clamav=_get("MUSTER_CLAMAV", ""),
        identity_providers=_identity_providers(_get("MUSTER_OIDC", "")),
        identity_origins=_identity_origins(_get("MUSTER_OIDC", "")),
        log_level=_get("MUSTER_LOG_LEVEL", "WARNING"),
        demo=_flag("MUSTER_DEMO"),
        static_root=static_root,
        static_storage=(
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if collected
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        ),
    )


def _get(name: str, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def _list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _integer(name: str, default: int) -> int:
    text = _get(name, str(default))
    if not text.isdecimal():
        raise BadSetting(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _processes() -> dict[str, Any]:
    """How many processes and threads the work is spread over."""
    return {
        "web_workers": _integer("MUSTER_WEB_WORKERS", min(4, len(os.sched_getaffinity(0)))),
        "web_threads": _integer("MUSTER_WEB_THREADS", 8),
        "workers": max(1, _integer("MUSTER_WORKERS", 1)),
    }


def _backups() -> dict[str, Any]:
    """What leaves by itself, for whom, where to; whole or not at all."""
    kept: dict[str, Any] = {
        "backup_recipients": _list("MUSTER_BACKUP_RECIPIENTS"),
        "backup_every": _integer("MUSTER_BACKUP_EVERY", 0),
        "backup_to": _list("MUSTER_BACKUP_TO"),
        "backup_keep_last": _integer("MUSTER_BACKUP_KEEP_LAST", 48),
        "backup_keep_days": _integer("MUSTER_BACKUP_KEEP_DAYS", 14),
    }
    try:
        known_places(kept["backup_to"])
    except ValueError as error:
        raise BadSetting(f"MUSTER_BACKUP_TO: {error}") from error
    if kept["backup_every"] and not (kept["backup_to"] and kept["backup_recipients"]):
        raise BadSetting("MUSTER_BACKUP_EVERY needs MUSTER_BACKUP_TO and MUSTER_BACKUP_RECIPIENTS")
    if kept["backup_every"] and not 5 <= kept["backup_every"] <= 1440:
        raise BadSetting("MUSTER_BACKUP_EVERY is 0, or from 5 to 1440 minutes")
    return kept


def _secret_key(data_dir: Path) -> str:
    """The configured key, or one made once and kept, readable by its owner alone."""
    given = os.environ.get("MUSTER_SECRET_KEY", "")
    if given:
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _base_url(usual: str) -> str:
    base_url = _get("MUSTER_BASE_URL", usual).rstrip("/")
    try:
        has_host = bool(urlsplit(base_url).hostname)
    except ValueError:  # as of a bracket that is never closed
        has_host = False
    if not has_host:
        raise BadSetting("MUSTER_BASE_URL must look like https://muster.example.gov")
    return base_url


def _secret_key_fallbacks(data_dir: Path) -> list[str]:
    """The configured ones, or those that came with a restored backup."""
    kept = data_dir / "secret_key_fallbacks"
    if "MUSTER_SECRET_KEY_FALLBACKS" in os.environ or not kept.exists():
        return _list("MUSTER_SECRET_KEY_FALLBACKS")
    return kept.read_text().split()


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme in {"sqlite", "sqlite3"}:
        return {
            "ENGINE": "muster.journal.sqlite3",
            "NAME": unquote(parts.path),
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-32000;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
                ),
            },
            "CONN_MAX_AGE": None,
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": query,
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadSetting(
        "MUSTER_DATABASE_URL must start with sqlite:/// or postgresql://; "
        f"it starts with {parts.scheme!r}"
    )


def _gateway(name: str, default: str = "") -> str:
    """Only this one address is ever posted to."""
    return _address(name, default, "https://gateway.example.gov/messages")


def _voice() -> dict[str, Any]:
    """Where calls are posted; keys that nobody signs would be anybody's answer."""
    gathers = _flag("MUSTER_VOICE_GATEWAY_KEYS")
    if gathers and not _get("MUSTER_TEXT_GATEWAY_SECRET", ""):
        raise BadSetting("MUSTER_VOICE_GATEWAY_KEYS needs MUSTER_TEXT_GATEWAY_SECRET")
    return {"voice_gateway": _gateway("MUSTER_VOICE_GATEWAY"), "voice_gateway_keys": gathers}


def _address(name: str, default: str, example: str) -> str:
    """A web address, or nothing."""
    address = _get(name, default)
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise BadSetting(f"{name} must look like {example}")
    return address


def _template(name: str) -> Any:
    """The JSON that a gateway wants; None for the usual one."""
    text = _get(name, "")
    if not text:
        return None
    try:
        template = json.loads(text)
    except ValueError as error:
        raise BadSetting(f"{name} is not JSON: {error}") from error
    if not isinstance(template, dict):
        raise BadSetting(f'{name} must be a JSON object such as {{"phone": "{{to}}"}}')
    return template


def _email_backend(scheme: str) -> str:
    known = {"file": "filebased", "console": "console", "smtp": "smtp"}
    if scheme not in known:
        raise BadSetting("MUSTER_EMAIL_URL must be file, console or smtp://…")
    return f"django.core.mail.backends.{known[scheme]}.EmailBackend"


def _identity_providers(text: str) -> dict[str, Any]:
    if not text:
        return {}
    try:
        providers = json.loads(text)
        apps = [
            {
                "provider_id": item["provider_id"],
                "name": item["name"],
                "client_id": item["client_id"],
                "secret": item["secret"],
                "settings": {"server_url": item["server_url"]},
            }
            for item in providers
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise BadSetting(f"MUSTER_OIDC is not a usable JSON list: {error}") from error
    for app in apps:
        _check_provider_address(app["settings"]["server_url"])
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}


def _check_provider_address(url: str) -> None:
    """A token that comes straight from its provider is trusted for the line that it came by."""
    place = urlsplit(url)
    is_here = place.hostname in {"localhost", "127.0.0.1", "::1"}
    if not place.hostname or not (place.scheme == "https" or (place.scheme == "http" and is_here)):
        raise BadSetting(f"MUSTER_OIDC: server_url must start with https://, not {url!r}")


def _identity_origins(text: str) -> list[str]:
    """Where the sign-in form may lead: browsers hold a form's redirects to the page's policy."""
    apps = _identity_providers(text).get("openid_connect", {}).get("APPS", [])
    places = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return sorted({f"{place.scheme}://{place.netloc}" for place in places})
