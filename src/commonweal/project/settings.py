"""The one settings file; what a site may change is read from the environment and documented in docs/settings.md."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("COMMONWEAL_DATA", "data")).resolve()
DATA.mkdir(parents=True, exist_ok=True)
CONTENT = [Path(folder) for folder in os.environ.get("COMMONWEAL_CONTENT", "").split(os.pathsep) if folder]
"""Folders of programmes, activities and readings of one's own, loaded beside what comes with Commonweal."""
# Numbers are worked out on one thread: whoever else is served by this process comes first.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _secret() -> str:
    """The signing key: from the environment, or made once and kept beside the database, readable by its owner alone."""
    if given := os.environ.get("COMMONWEAL_SECRET"):
        return given
    path = DATA / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    made = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(made)
    return made


def _database() -> dict[str, Any]:
    """SQLite in one file by default; PostgreSQL when COMMONWEAL_DATABASE is a postgresql:// address."""
    address = os.environ.get("COMMONWEAL_DATABASE", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "commonweal.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;PRAGMA secure_delete=ON; PRAGMA cache_size=-32000"
                ),
            },
            "TEST": {"NAME": str(DATA / "test.sqlite3")},
        }
    parts = urlsplit(address)
    options: dict[str, Any] = {"pool": {"min_size": 1, "max_size": 12}}
    host = parts.hostname or ""
    if "host=" in parts.query:  # a Unix socket: postgresql:///name?host=/folder
        host = unquote(parts.query.split("host=", 1)[1].split("&", 1)[0])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


SECRET_KEY = _secret()
DEBUG = False
ADDRESS = os.environ.get("COMMONWEAL_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
"""The address people open, with its scheme; links and the Origin check come from it."""
SECURE = ADDRESS.startswith("https://")
ALLOWED_HOSTS = [urlsplit(ADDRESS).hostname or "127.0.0.1", "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "store.Person"
ROOT_URLCONF = "commonweal.project.urls"
ASGI_APPLICATION = "commonweal.project.asgi.application"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

INSTALLED_APPS = [
    "commonweal.store",
    "commonweal.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "commonweal.web.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_ADAPTER = "commonweal.web.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "commonweal.web.accounts.LoginForm",
    "signup": "commonweal.web.accounts.SignupForm",
    "reset_password": "commonweal.web.accounts.ResetPasswordForm",
    "reset_password_from_key": "commonweal.web.accounts.ResetPasswordKeyForm",
    "change_password": "commonweal.web.accounts.ChangePasswordForm",
    "set_password": "commonweal.web.accounts.SetPasswordForm",
    "reauthenticate": "commonweal.web.accounts.ReauthenticateForm",
    "request_login_code": "commonweal.web.accounts.RequestLoginCodeForm",
    "confirm_login_code": "commonweal.web.accounts.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "commonweal.web.accounts.ConfirmEmailVerificationCodeForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/plan/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

EMAIL_FILE_PATH = os.environ.get("COMMONWEAL_MAIL_FOLDER", "")
EMAIL_BACKEND = "django.core.mail.backends." + (
    "smtp.EmailBackend"
    if os.environ.get("COMMONWEAL_SMTP_HOST")
    else "filebased.EmailBackend"
    if EMAIL_FILE_PATH
    else "console.EmailBackend"
)
EMAIL_TIMEOUT = 10
EMAIL_HOST = os.environ.get("COMMONWEAL_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("COMMONWEAL_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("COMMONWEAL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("COMMONWEAL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
DEFAULT_FROM_EMAIL = os.environ.get("COMMONWEAL_MAIL_FROM", "commonweal@localhost")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
CSRF_FAILURE_VIEW = "commonweal.web.general.no_token"
DEMO_TOKEN = os.environ.get("COMMONWEAL_DEMO_TOKEN", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("COMMONWEAL_LOG", "WARNING")},
}
