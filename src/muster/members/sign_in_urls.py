"""`/account/`: the sign-in library's pages, behind those that answer in its place.

The first match counts. What the library would do by mail (reset a password, confirm or change an
address) is answered by a page that says how to come back instead.
"""

from __future__ import annotations

from django.urls import include, path, re_path

from muster.members.views import sign_in

urlpatterns = [
    path("", sign_in.to_account, name="account_home"),
    path("password/reset/", sign_in.not_by_mail),
    path("password/reset/done/", sign_in.not_by_mail),
    path("password/reset/key/done/", sign_in.not_by_mail),
    re_path(r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", sign_in.not_by_mail),
    path("confirm-email/", sign_in.not_by_mail),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", sign_in.not_by_mail),
    path("email/", sign_in.to_account),
    path("password/set/", sign_in.to_account),
    path("sessions/", sign_in.to_account),
    path("3rdparty/", sign_in.connections),
    path("3rdparty/signup/", sign_in.not_by_mail_for_members),
    re_path(r"^oidc/(?P<provider_id>[^/]+)/login/$", sign_in.single_sign_on),
    path("", include("allauth.urls")),
]
