"""The addresses of sign-in. The names are allauth's, so that its views find each other."""

from django.urls import path, re_path

from stadtgespraech.apps.people.views import sign_in

urlpatterns = [
    path("anmelden/", sign_in.ask_for_code, name="account_login"),
    path("anmelden/", sign_in.ask_for_code, name="account_request_login_code"),
    path("anmelden/code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("anmelden/passwort/", sign_in.sign_in_with_password, name="account_sign_in_with_password"),
    path("anmelden/zweiter-faktor/", sign_in.enter_second_factor, name="mfa_authenticate"),
    path("abmelden/", sign_in.sign_out, name="account_logout"),
    path("konto/anlegen/", sign_in.new_account, name="account_signup"),
    path("konto/anlegen/code/", sign_in.confirm_address, name="account_email_verification_sent"),
    path("konto/gesperrt/", sign_in.blocked, name="account_inactive"),
    path("konto/e-mail/", sign_in.email, name="account_email"),
    path("konto/passwort/", sign_in.change_password, name="account_change_password"),
    path("konto/passwort/setzen/", sign_in.first_password, name="account_set_password"),
    path("konto/passwort/vergessen/", sign_in.forgotten_password, name="account_reset_password"),
    path("konto/passwort/vergessen/gesendet/", sign_in.forgotten_password_sent, name="account_reset_password_done"),
    path("konto/passwort/neu/gesetzt/", sign_in.new_password_set, name="account_reset_password_from_key_done"),
    re_path(
        r"^konto/passwort/neu/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,100})/$",
        sign_in.new_password,
        name="account_reset_password_from_key",
    ),
    path("konto/bestaetigen/", sign_in.password_again, name="account_reauthenticate"),
    path("konto/bestaetigen/code/", sign_in.second_factor_again, name="mfa_reauthenticate"),
    path("konto/zweiter-faktor/", sign_in.my_second_factor, name="mfa_index"),
    path("konto/zweiter-faktor/einrichten/", sign_in.set_up_second_factor, name="mfa_activate_totp"),
    path(
        "konto/zweiter-faktor/einrichten/bild.svg", sign_in.second_factor_picture, name="account_second_factor_picture"
    ),
    path("konto/zweiter-faktor/neu/", sign_in.renew_second_factor, name="mfa_deactivate_totp"),
    path("konto/zweiter-faktor/notfall-codes/", sign_in.my_emergency_codes, name="mfa_view_recovery_codes"),
    path("konto/zweiter-faktor/notfall-codes/neu/", sign_in.new_emergency_codes, name="mfa_generate_recovery_codes"),
]
