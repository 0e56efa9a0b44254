"""Accounts of facilitators: whether anybody may make one."""

import os

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed unless the site opens it; `commonweal sign-up` makes accounts from the shell."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return os.environ.get("COMMONWEAL_SIGN_UP") == "1"
