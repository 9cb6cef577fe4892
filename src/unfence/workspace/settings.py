"""Settings: how the workspace runs, read from the environment. Nothing is written here.

``UNFENCE_DATA`` is the folder that holds everything, ``DATABASE_URL`` another database than the file in it,
``UNFENCE_SECRET`` the key that signs sessions (else it is kept in the folder), ``UNFENCE_HOSTS`` further names that
browsers know this computer by, ``UNFENCE_HTTPS=1`` says that a proxy in front speaks https, ``UNFENCE_TZ`` is where the
clock hangs (Asia/Shanghai).
"""

import os
import secrets
from pathlib import Path

import dj_database_url

from unfence.workspace import APPS

DATA = Path(os.environ.get("UNFENCE_DATA", "unfence-data")).resolve()
SECRET_FILE = DATA / "secret"

SECRET_KEY = (
    os.environ.get("UNFENCE_SECRET")
    or (SECRET_FILE.read_text(encoding="ascii") if SECRET_FILE.is_file() else "")
    or secrets.token_urlsafe(50)
)
DEBUG = False
HTTPS = os.environ.get("UNFENCE_HTTPS", "0") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("UNFENCE_HOSTS", "").split(","))]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "js_lib_leaflet",
    *(f"unfence.workspace.{app}" for app in APPS),
]
MIDDLEWARE = [
    "unfence.workspace.shell.headers.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "unfence.workspace.shell.language.Language",
    "django_htmx.middleware.HtmxMiddleware",
    "unfence.workspace.shell.mistakes.Mistakes",
]
ROOT_URLCONF = "unfence.workspace.urls"
WSGI_APPLICATION = "django.core.wsgi.get_wsgi_application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["unfence.workspace.shell.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "unfence.workspace.shell.frame.frame",
            ],
        },
    }
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(DATA / "workspace.sqlite3"),
    "OPTIONS": {
        "timeout": 60,  # seconds that one waits for others' writes; 50 people on a slow computer are done in 20
        "transaction_mode": "IMMEDIATE",  # a transaction that means to write waits at its start, not at its end
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}
DATABASES = {
    "default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60, conn_health_checks=True)
    if os.environ.get("DATABASE_URL")
    else SQLITE
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Member"
LOGIN_URL = "people.login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{rule}"}
    for rule in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("UNFENCE_TZ", "Asia/Shanghai")

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 600

SESSION_COOKIE_AGE = 14 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "unfence.workspace.shell.mistakes.forged"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0

UPLOAD_LIMIT = 10 * 1024 * 1024
"""Bytes of one uploaded file."""
UNPACKED_LIMIT = 200 * 1024 * 1024
"""Bytes of a workbook once it is unpacked: a small file can hold a very large one."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR"}},
}
