"""Settings of the review app: the only reader of the environment.

Every variable is described in .env.example. A missing or unsafe value stops the start with one
clear line; what is safe has a default. A name with _FILE behind it, such as SECRET_KEY_FILE,
names a file that holds the value.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.FileAwareEnv()

SECRET_KEY_LENGTH = 50
SECRET_KEY_DISTINCT = 10
FLAGS = {"true": True, "yes": True, "on": True, "1": True,
         "false": False, "no": False, "off": False, "0": False}  # fmt: skip

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def read_flag(name: str, *, default: bool) -> bool:
    """True or false; a slip such as HTTPS=ture must not silently mean false."""
    text: str = env.str(name, default=str(default))
    try:
        return FLAGS[text.strip().lower()]
    except KeyError:
        raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}") from None


def read_count(name: str, *, default: int) -> int:
    """A whole number, zero or more."""
    text: str = env.str(name, default=str(default))
    if not text.strip().isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {text!r}")
    return int(text)


def read_log_level(name: str, *, default: str) -> str:
    """How much is logged; refuses a level that does not exist."""
    level: str = env.str(name, default=default)
    if level not in LOG_LEVELS:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(LOG_LEVELS)}, not {level!r}")
    return level


def read_folder(name: str, *, default: Path) -> Path:
    """A folder that exists from now on, with the one for static files inside."""
    folder = Path(env.str(name, default=str(default)))
    try:
        (folder / "static").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} cannot be used as a folder: {error}") from error
    return folder


def read_secret_key() -> str:
    """The signing key; refuses a missing or weak one, since sessions and seals rest on it."""
    key: str = env.str("SECRET_KEY", default="")
    if len(key) < SECRET_KEY_LENGTH or len(set(key)) < SECRET_KEY_DISTINCT:
        raise ImproperlyConfigured(
            f"SECRET_KEY must be set to at least {SECRET_KEY_LENGTH} random characters "
            f"(it has {len(key)}, {len(set(key))} of them distinct). Make one with: "
            'python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    return key


def read_database() -> dict[str, Any]:
    """The database that DATABASE_URL names, with the options that keep readings safe."""
    default = f"sqlite:///{BASE_DIR / 'var' / 'review.sqlite3'}"
    try:
        database = dict(env.db_url("DATABASE_URL", default=default))
    except (environ.ImproperlyConfigured, ValueError) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}") from error
    engine = database.get("ENGINE")
    if engine == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            # Write transactions take the lock at once and wait for it: with Django's defaults a
            # third of concurrent submissions failed with "database is locked".
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: an acknowledged reading survives a power cut. recursive_triggers: INSERT OR
            # REPLACE must not slip past the append-only triggers.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA recursive_triggers=ON; PRAGMA foreign_keys=ON;"
            ),
        }
        Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    elif engine == "django.db.backends.postgresql":
        database["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured(
            f"DATABASE_URL names {engine or 'no database'}; this app runs on sqlite:// or postgres://"
        )
    # Opening a connection costs more than most queries, on SQLite too (its pragmas).
    database["CONN_MAX_AGE"] = 60
    return database


DEBUG = read_flag("DEBUG", default=False)
DEMO = read_flag("DEMO", default=False)
HTTPS = read_flag("HTTPS", default=True)
SECRET_KEY = read_secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = read_count("TRUSTED_PROXIES", default=0)
DATA_FOLDER = read_folder("DATA_FOLDER", default=BASE_DIR / "var")
UPLOAD_LIMIT_MB = read_count("UPLOAD_LIMIT_MB", default=500)
RECORD_LIMIT_MB = read_count("RECORD_LIMIT_MB", default=8)
LOG_LEVEL = read_log_level("LOG_LEVEL", default="INFO")

DATABASES = {"default": read_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, for the renderer below
    "rest_framework",
    "django_htmx",
    "csp",
    "axes",
    "reviewapp.accounts",
    "reviewapp.audit",
    "reviewapp.pool",
    "reviewapp.studies",
    "reviewapp.readings",
    "reviewapp.results",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Outside of all that may fail, so that error pages carry these headers too
    "reviewapp.accounts.middleware.PrivateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "reviewapp.accounts.middleware.SignInLimitMiddleware",
    "reviewapp.accounts.middleware.LanguageMiddleware",
    "reviewapp.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "reviewapp.urls"
WSGI_APPLICATION = "reviewapp.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reviewapp.accounts.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Static files: hashed names in production; plain where `collectstatic` has not run (tests, demo)
STATIC_URL = "static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# Who may enter
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a name alone would lock a reader out
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "reviewapp.accounts.addresses.client_address"
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

# Cookies and transport
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_AGE = SIGNED_IN_LIMIT_S = 12 * 60 * 60
IDLE_LIMIT_S = 30 * 60
CSRF_FAILURE_VIEW = "reviewapp.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # asked from beside the server, without TLS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: for the arrows that Pico's style sheet draws
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS would describe a view before asking whose it is
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]  # each in its own words
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "reviewapp.log_lines.OneLineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
