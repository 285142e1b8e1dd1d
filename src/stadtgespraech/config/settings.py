"""All settings, read from the environment in one place.

Every variable is documented in docs/reference/settings.md; a test compares the two.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from stadtgespraech.config.environment import Environment

env = Environment()

PROJECT_ROOT = Path(__file__).resolve().parents[3]

# -- What kind of installation is this? ------------------------------------------------------------
DEMO = env.flag(
    "STADTGESPRAECH_DEMO",
    default=False,
    help="Demo mode: example logins and a public mailbox page. Never in production.",
)
DEBUG = env.flag("STADTGESPRAECH_DEBUG", default=False, help="Django's debug pages. Never in production.")
DATA_DIR = env.path(
    "STADTGESPRAECH_DATA_DIR",
    default=PROJECT_ROOT / "var",
    help="Folder for the SQLite database, uploads and the key file.",
)
SECRET_KEY = env.secret(
    "STADTGESPRAECH_SECRET_KEY",
    file=DATA_DIR / "secret.key",
    help="Signing key; made and kept in the data folder if not set.",
)
SITE_URL = env.text(
    "STADTGESPRAECH_URL", default="http://localhost:8000", help="Public address of the site, used in mails and the API."
)
ALLOWED_HOSTS = env.list(
    "STADTGESPRAECH_HOSTS",
    default=["localhost", "127.0.0.1", "[::1]"],
    help="Host names the site answers to, separated by commas.",
)
CITY_PACK = env.path(
    "STADTGESPRAECH_PACK", default=PROJECT_ROOT / "cities" / "dortmund", help="The city pack this site was made from."
)
BEHIND_TLS = env.flag(
    "STADTGESPRAECH_TLS",
    default=SITE_URL.startswith("https://"),
    help="Secure cookies and HSTS; on when the address is https.",
)
TRUSTED_PROXIES = env.number(
    "STADTGESPRAECH_TRUSTED_PROXIES",
    default=0,
    help="Number of reverse proxies whose X-Forwarded-For entry is believed.",
)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []

# -- Applications ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Before allauth, so that its pages come in our look.
    "stadtgespraech.apps.people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "stadtgespraech.core.access",
    "stadtgespraech.core.journal",
    "stadtgespraech.core.thread",
    "stadtgespraech.core.languages",
    "stadtgespraech.core.text",
    "stadtgespraech.core.tables",
    "stadtgespraech.core.charts",
    "stadtgespraech.core.jobs",
    "stadtgespraech.core.web",
    "stadtgespraech.apps.pages",
    "stadtgespraech.apps.following",
    "stadtgespraech.apps.dialogue",
    "stadtgespraech.apps.voices",
    "stadtgespraech.apps.pictures",
    "stadtgespraech.apps.strategy",
    "stadtgespraech.apps.indicators",
    "stadtgespraech.apps.council",
    "stadtgespraech.apps.opendata",
    "stadtgespraech.apps.reports",
    "stadtgespraech.apps.dashboard",
    "stadtgespraech.apps.packs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "stadtgespraech.apps.people.middleware.StaffSignInFully",
    "stadtgespraech.core.web.middleware.PrivateWhenSignedIn",
    "stadtgespraech.core.web.middleware.HouseErrors",
]

ROOT_URLCONF = "stadtgespraech.config.urls"
WSGI_APPLICATION = "stadtgespraech.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stadtgespraech.core.web.page_context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "stadtgespraech.core.web.templatetags.ui",
            ],
        },
    },
]

# -- Database --------------------------------------------------------------------------------------
DATABASES = {
    "default": env.database(
        "STADTGESPRAECH_DATABASE",
        default=f"sqlite:///{DATA_DIR / 'stadtgespraech.sqlite3'}",
        help="sqlite:///file or postgres://user:password@host:port/name.",
    )
}

# -- People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "stadtgespraech.apps.people.login.PersonBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:my_page"
LOGOUT_REDIRECT_URL = "dashboard:start"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
# Residents: a code by mail. Staff: password and second factor (apps/people/README.md says how they differ).
ACCOUNT_ADAPTER = "stadtgespraech.apps.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "stadtgespraech.apps.people.forms.sign_in.PasswordForm",
    "request_login_code": "stadtgespraech.apps.people.forms.sign_in.AddressForm",
    "confirm_login_code": "stadtgespraech.apps.people.forms.sign_in.CodeForm",
    "signup": "stadtgespraech.apps.people.forms.sign_in.NewAccountForm",
    "confirm_email_verification_code": "stadtgespraech.apps.people.forms.sign_in.NewAccountCodeForm",
    "change_password": "stadtgespraech.apps.people.forms.sign_in.ChangePasswordForm",
    "reset_password": "stadtgespraech.apps.people.forms.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "stadtgespraech.apps.people.forms.sign_in.NewPasswordForm",
    "reauthenticate": "stadtgespraech.apps.people.forms.sign_in.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
# Staff sign in anew when they reopen the browser.
ACCOUNT_SESSION_REMEMBER = False
# Our own limits (apps/people/limits.py) count in the database: they survive a restart and hold over processes.
ACCOUNT_RATE_LIMITS = False
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "stadtgespraech.apps.people.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "stadtgespraech.apps.people.forms.sign_in.SecondFactorForm",
    "reauthenticate": "stadtgespraech.apps.people.forms.sign_in.SecondFactorAgainForm",
    "activate_totp": "stadtgespraech.apps.people.forms.sign_in.SetUpSecondFactorForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
SESSION_ENGINE = "stadtgespraech.apps.people.sessions"
SESSION_COOKIE_NAME = "stadtgespraech"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "stadtgespraech.core.web.error_pages.csrf_failure"

# -- Languages -------------------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [PROJECT_ROOT / "locale"]
TIME_ZONE = env.text("STADTGESPRAECH_TIME_ZONE", default="Europe/Berlin", help="Time zone of the city.")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# -- Files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = PROJECT_ROOT / "var" / "static"
STATICFILES_DIRS = [PROJECT_ROOT / "var" / "assets"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "uploads"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# -- Mail and jobs ---------------------------------------------------------------------------------
EMAIL_HOST = env.text("STADTGESPRAECH_SMTP_HOST", default="localhost", help="Mail server.")
EMAIL_PORT = env.number("STADTGESPRAECH_SMTP_PORT", default=25, help="Port of the mail server.")
EMAIL_HOST_USER = env.text(
    "STADTGESPRAECH_SMTP_USER", default="", help="User name at the mail server, if it asks for one."
)
EMAIL_HOST_PASSWORD = env.text("STADTGESPRAECH_SMTP_PASSWORD", default="", help="Password at the mail server.")
EMAIL_USE_TLS = env.flag("STADTGESPRAECH_SMTP_TLS", default=False, help="Start TLS with the mail server.")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text(
    "STADTGESPRAECH_MAIL_FROM", default="stadtgespraech@localhost", help="Sender of all mails."
)
OFFICE_EMAIL = env.text(
    "STADTGESPRAECH_OFFICE_EMAIL",
    default=DEFAULT_FROM_EMAIL,
    help="Mail address of the strategy office: barrier reports go there.",
)
MAIL_KEPT_DAYS = env.number(
    "STADTGESPRAECH_MAIL_KEPT_DAYS", default=30, help="Days after which the text and address of a sent mail are erased."
)
# Every mail goes through the outbox, so that login codes too are sent at most once and survive a crash.
EMAIL_BACKEND = "stadtgespraech.core.jobs.mail_backend.OutboxBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# -- Answering voices ------------------------------------------------------------------------------
ACKNOWLEDGE_DAYS = env.number(
    "STADTGESPRAECH_ACKNOWLEDGE_DAYS",
    default=7,
    help="Days within which a unit confirms that it will answer a voice.",
)
ANSWER_DAYS = env.number(
    "STADTGESPRAECH_ANSWER_DAYS",
    default=42,
    help="Days within which a voice is answered, counted from the day it was sent to a unit.",
)

# -- Headers ---------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = BEHIND_TLS
SECURE_SSL_REDIRECT = False  # the proxy in front does this; see docs/howto/install.md
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES and BEHIND_TLS else None

# Switched off only by the proof that shows what would go wrong without it (tests/proof).
SUBMIT_ONCE = env.flag(
    "STADTGESPRAECH_SUBMIT_ONCE",
    default=True,
    help="Accept each form at most once. Only the proof of this very promise turns it off.",
)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "stadtgespraech",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
