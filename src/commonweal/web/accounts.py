"""Accounts of facilitators: whether anybody may make one, and the words of the forms."""

import os
from typing import Any, ClassVar

from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

WORDS = {
    "login": ("Email address", "Type your email address."),
    "email": ("Email address", "Type your email address."),
    "password": ("Password", "Type your password."),
    "remember": ("Keep me signed in on this device", ""),
    "oldpassword": ("Present password", "Type the password that you have now."),
    "password1": ("New password", "Choose a password."),
    "password2": ("New password once more", "Type the new password once more."),
    "code": ("Code", "Type the code from the email."),
}
"""What each field is called, and what to do when it is empty."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed unless the site opens it; `commonweal sign-up` makes accounts from the shell."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is switched off. Ask whoever runs this server.",
        "email_password_mismatch": "That email address and password do not belong together. Check both and try again.",
        "email_taken": "There is an account with that email address already. Sign in with it.",
        "incorrect_code": "That is not the code. Check it, or ask for another.",
        "incorrect_password": "That is not your password. Try again.",
        "too_many_login_attempts": "That was tried too often. Wait five minutes, then try again.",
        "unknown_email": "There is no account with that email address. Check how it is spelled.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return os.environ.get("COMMONWEAL_SIGN_UP") == "1"


class InOurWords:
    """Gives the fields of an account's form plain names, and says what to do about an empty one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in getattr(self, "fields", {}).items():
            if words := WORDS.get(name):
                field.label, field.error_messages["required"] = words
            if "email" in (name, getattr(field.widget, "input_type", "")):
                for validator in field.validators:
                    validator.message = "Write the whole email address, such as name@example.org."
            field.widget.attrs.pop("placeholder", None)
            if name == "password":
                field.help_text = ""


def _ours(form: type) -> type:
    return type(form.__name__, (InOurWords, form), {"__module__": __name__})


LoginForm = _ours(forms.LoginForm)
SignupForm = _ours(forms.SignupForm)
ResetPasswordForm = _ours(forms.ResetPasswordForm)
ResetPasswordKeyForm = _ours(forms.ResetPasswordKeyForm)
ChangePasswordForm = _ours(forms.ChangePasswordForm)
SetPasswordForm = _ours(forms.SetPasswordForm)
ReauthenticateForm = _ours(forms.ReauthenticateForm)
RequestLoginCodeForm = _ours(forms.RequestLoginCodeForm)
ConfirmLoginCodeForm = _ours(forms.ConfirmLoginCodeForm)
ConfirmEmailVerificationCodeForm = _ours(forms.ConfirmEmailVerificationCodeForm)
