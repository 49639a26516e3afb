"""One's own page: details, ways of signing in, where one is signed in."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.people.actions import people as actions
from portal.people.announcements import people as announce
from portal.people.forms.account import DetailsForm, EmailForm
from portal.people.models import User
from portal.people.queries.people import affiliations_of, grants_of
from portal.people.queries.sessions import live_sessions
from portal.people.refusals import attempt
from portal.people.requests import SignedInRequest, now, signed_in
from portal.people.sessions import SEEN, session_ends
from portal.people.views.pages import act_page

EMAIL_SALT = "portal.people.email"
EMAIL_LINK_SECONDS = 24 * 60 * 60
# The notifications app offers its settings under one of these names, if it is there.
NOTIFICATION_SETTINGS = ("notifications:preferences", "notifications:settings")


@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    """Show one's own details and ways of signing in."""
    at = now()
    factors = Authenticator.objects.filter(user=request.user)
    kinds = {factor.type: factor for factor in factors}
    recovery = kinds.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "person": request.user,
        "affiliations": affiliations_of(request.user).active(at),  # type: ignore[attr-defined]
        "roles": grants_of(request.user).active(at),  # type: ignore[attr-defined]
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": sum(factor.type == Authenticator.Type.WEBAUTHN for factor in factors),
        "codes_left": len(recovery.wrap().get_unused_codes()) if recovery else None,
        "sessions": live_sessions(request.user, at).count(),
        "notification_settings": _notification_settings(),
        "second_factor_required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "people/account.html", context)


def _notification_settings() -> str:
    for name in NOTIFICATION_SETTINGS:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@signed_in
def details(request: SignedInRequest) -> HttpResponse:
    """Correct one's own name."""
    form = DetailsForm.of(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_details(person=request.user, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, _("Your details have been saved."))
        return redirect("people:account")
    return act_page(request, form, title=_("Your name"), back=reverse("people:account"), submit=_("Save"))


@signed_in
@reauthentication_required(app="allauth.account")
def email(request: SignedInRequest) -> HttpResponse:
    """Ask for another address; it counts only after the link sent there is followed."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["email"]
        # The same answer whether or not somebody has the address: it must not tell.
        if not actions.address_is_taken(new):
            token = signing.dumps([request.user.pk, request.user.email, new], salt=EMAIL_SALT)
            link = request.build_absolute_uri(reverse("people:confirm_email", args=[token]))
            announce.email_change_asked(request.user, new, link)
        messages.info(request, _("We have sent a link to %(email)s. Follow it within a day.") % {"email": new})
        return redirect("people:account")
    return act_page(
        request,
        form,
        title=_("Change your e-mail address"),
        back=reverse("people:account"),
        submit=_("Send the link"),
        explanation=_("You sign in with %(email)s now.") % {"email": request.user.email},
    )


def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Change the address once its owner, who follows the link, says so."""
    try:
        pk, old, new = signing.loads(token, salt=EMAIL_SALT, max_age=EMAIL_LINK_SECONDS)
    except signing.BadSignature:
        return render(request, "people/link_is_old.html", status=410)
    # A link is used up when the address it was to replace is no longer the person's.
    person = User.objects.filter(pk=pk, email=old, is_active=True).first()
    if person is None:
        return render(request, "people/link_is_old.html", status=410)
    form = EmailForm({"email": new})
    form.full_clean()
    if request.method == "POST":
        if attempt(form, lambda: actions.change_email(person=person, email=new, at=now())):
            messages.success(request, _("You now sign in with %(email)s.") % {"email": new})
            return redirect("people:account")
        return render(request, "people/link_is_old.html", status=410)
    return render(request, "people/confirm_email.html", {"email": new})


@require_POST
@signed_in
def stay(request: SignedInRequest) -> JsonResponse:
    """Note that somebody is still here, and say when the session ends now."""
    request.session[SEEN] = int(now().timestamp())
    return JsonResponse({"ends": session_ends(request.session).isoformat()})
