"""Addresses of sign-in, one's own page, people and organisations; no other login page remains."""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as key_views
from django.urls import include, path, re_path

from portal.people.views import (
    account,
    affiliations,
    demonstration,
    invitations,
    organisations,
    people,
    roles,
    sessions,
    signin,
)

app_patterns = [
    path("account/", account.account, name="account"),
    path("account/details/", account.details, name="details"),
    path("account/email/confirm/<str:token>/", account.confirm_email, name="confirm_email"),
    path("account/stay-signed-in/", account.stay, name="stay"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end-others/", sessions.end_others, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", sessions.end_one, name="end_session"),
    path("account/invitation/<str:token>/", invitations.accept, name="accept_invitation"),
    path("account/demonstration-sign-in/", demonstration.sign_in_as, name="demonstration_sign_in"),
    path("people/", people.people, name="list"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/details/", people.change_details, name="change_details"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("people/<int:pk>/reset-second-factor/", people.reset_factor, name="reset_second_factor"),
    path("people/<int:pk>/end-sessions/", sessions.end_all_of, name="end_sessions"),
    path("people/<int:pk>/invite/", invitations.send_again, name="send_invitation"),
    path("people/<int:pk>/roles/grant/", roles.grant, name="grant_role"),
    path("people/<int:pk>/affiliations/add/", affiliations.add, name="add_affiliation"),
    path("people/roles/<int:pk>/end/", roles.end, name="end_role"),
    path("people/affiliations/<int:pk>/end/", affiliations.end, name="end_affiliation"),
    path("people/invitations/<int:pk>/revoke/", invitations.revoke, name="revoke_invitation"),
    path("people/organisations/", organisations.organisations, name="organisations"),
    path("people/organisations/add/", organisations.add, name="add_organisation"),
    path("people/organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("people/organisations/<slug:slug>/edit/", organisations.edit, name="edit_organisation"),
]

# allauth's pages one by one, under its own names: what is not listed here does not exist.
signin_patterns = [
    path("account/login/", signin.SignInView.as_view(), name="account_login"),
    path("account/logout/", account_views.logout, name="account_logout"),
    path("account/inactive/", account_views.account_inactive, name="account_inactive"),
    path("account/signup/", signin.closed, name="account_signup"),
    path("account/reauthenticate/", account_views.reauthenticate, name="account_reauthenticate"),
    path("account/email/", account.email, name="account_email"),
    path("account/password/change/", account_views.password_change, name="account_change_password"),
    path("account/password/set/", signin.to_reset, name="account_set_password"),
    path("account/password/reset/", account_views.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", account_views.password_reset_done, name="account_reset_password_done"),
    path(
        "account/password/reset/key/done/",
        account_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/second-factor/", factor_views.index, name="mfa_index"),
    path("account/second-factor/reauthenticate/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/app/", app_views.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", app_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", code_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "account/second-factor/codes/download/",
        code_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("account/second-factor/passkeys/", key_views.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-factor/passkeys/add/", key_views.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-factor/passkeys/<int:pk>/", key_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/second-factor/passkeys/<int:pk>/remove/", key_views.remove_webauthn, name="mfa_remove_webauthn"),
    path(
        "account/second-factor/passkeys/reauthenticate/",
        key_views.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/code/", factor_views.authenticate, name="mfa_authenticate"),
    path("account/passkey/", key_views.login_webauthn, name="mfa_login_webauthn"),
]

# Wagtail's own doors, found before Wagtail finds them.
closed_doors = [
    path("cms/login/", signin.to_sign_in),
    path("cms/logout/", signin.to_sign_out),
    path("cms/account/", signin.to_account),
    path("cms/password_reset/", signin.to_reset),
    path("cms/password_reset/done/", signin.to_reset),
    path("cms/password_reset/complete/", signin.to_reset),
    path("cms/password_reset/confirm/<str:uidb64>/<str:token>/", signin.to_reset),
    path("_util/login/", signin.to_sign_in),
]

urlpatterns = [
    path("", include((app_patterns, "people"))),
    *signin_patterns,
    *closed_doors,
]
