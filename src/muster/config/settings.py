"""Every setting of Muster. What an installation may change comes from `MUSTER_…` variables.

`docs/reference/settings.md` is generated from `environment.SETTINGS`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from csp.constants import NONE, SELF

from muster import __version__
from muster.config import environment

env = environment.read()

MUSTER_VERSION = __version__
MUSTER_PACKAGE_DIR = Path(__file__).resolve().parent.parent
MUSTER_DATA_DIR = env.data_dir
MUSTER_BASE_URL = env.base_url
MUSTER_STANDBY_URL = env.standby_url
MUSTER_STANDBY = env.standby
MUSTER_COORDINATOR_PHONE = env.coordinator_phone
MUSTER_CLAMAV = env.clamav
MUSTER_TEXT_GATEWAY = env.text_gateway
MUSTER_VOICE_GATEWAY = env.voice_gateway
MUSTER_VOICE_GATEWAY_KEYS = env.voice_gateway_keys
MUSTER_TEXT_GATEWAY_TOKEN = env.text_gateway_token
MUSTER_TEXT_GATEWAY_SECRET = env.text_gateway_secret
MUSTER_TEXT_GATEWAY_TEMPLATE = env.text_gateway_template
MUSTER_TWILIO_ACCOUNT = env.twilio_account
MUSTER_TWILIO_TOKEN = env.twilio_token
MUSTER_TWILIO_FROM = env.twilio_from
MUSTER_TWILIO_URL = env.twilio_url
MUSTER_REPLY_MAILBOX = env.reply_mailbox
MUSTER_OWN_HOSTS = env.own_hosts
MUSTER_CHECKPOINT_DIR = env.checkpoint_dir
MUSTER_BACKUP_RECIPIENTS = env.backup_recipients
MUSTER_BACKUP_EVERY = env.backup_every
MUSTER_BACKUP_TO = env.backup_to
MUSTER_BACKUP_KEEP_LAST = env.backup_keep_last
MUSTER_BACKUP_KEEP_DAYS = env.backup_keep_days
MUSTER_COMMAND_LINE = [sys.executable, "-m", "muster.config.cli"]
MUSTER_DEMO = env.demo

DEBUG = False
SECRET_KEY = env.secret_key
SECRET_KEY_FALLBACKS = env.secret_key_fallbacks
ALLOWED_HOSTS = env.allowed_hosts
CSRF_TRUSTED_ORIGINS = env.trusted_origins
TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "en-us"
USE_I18N = False
ROOT_URLCONF = "muster.config.urls"
WSGI_APPLICATION = "muster.config.wsgi.application"
AUTH_USER_MODEL = "members.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "muster.web",
    "muster.api",
    "muster.journal",
    "muster.messaging",
    "muster.files",
    "muster.members",
    "muster.agreements",
    "muster.rates",
    "muster.joining",
    "muster.backups",
    "muster.catalog",
    "muster.matching",
    "muster.breakglass",
    "muster.duty",
    "muster.aid",
    "muster.playbooks",
    "muster.callout",
    "muster.access",
    "muster.deployments",
    "muster.claims",
    "muster.clocks",
    "muster.response",
    "muster.afteraction",
    "muster.exchange",
    "muster.offline",
    "muster.packs",
    "muster.records",
    "muster.notifications",
    "muster.config",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "muster.api.middleware.ProblemMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "muster.web.plain_text.PlainTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "muster.web.middleware.ActivityMiddleware",
    "muster.members.middleware.ActorMiddleware",
    "muster.breakglass.middleware.BreakGlassMiddleware",
    "muster.web.middleware.PageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "muster.web.context.page",
            ],
        },
    }
]
FORM_RENDERER = "muster.web.forms.UswdsRenderer"

DATABASES = {"default": env.database}

AUTHENTICATION_BACKENDS = ["muster.members.sessions.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "web:home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "muster.members.adapters.AccountAdapter"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.behind_proxy else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A passkey belongs to the name of its host: none that was made there opens anything at a standby.
MFA_PASSKEY_LOGIN_ENABLED = env.standby is None
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Muster"
MFA_ADAPTER = "muster.members.adapters.FactorAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.demo
SOCIALACCOUNT_ADAPTER = "muster.members.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = env.identity_providers
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
USERSESSIONS_TRACK_ACTIVITY = True

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    },
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
SESSION_ENGINE = "muster.members.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = env.https
CSRF_COOKIE_SECURE = env.https
CSRF_FAILURE_VIEW = "muster.web.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.behind_proxy else None
SECURE_HSTS_SECONDS = 31_536_000 if env.https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *env.identity_origins],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = env.static_root
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": env.static_storage},
}
MEDIA_ROOT = env.data_dir / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

EMAIL_BACKEND = env.email_backend
EMAIL_FILE_PATH = env.data_dir / "outbox"
EMAIL_HOST = env.email_host
EMAIL_PORT = env.email_port
EMAIL_HOST_USER = env.email_user
EMAIL_HOST_PASSWORD = env.email_password
EMAIL_USE_TLS = env.email_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.email_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.log_level},
}
