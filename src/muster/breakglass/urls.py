from django.urls import path

from muster.breakglass.views import codes, entrance, fencing, vouching

app_name = "breakglass"

PARTY = "parties/<uuid:party_id>/"

urlpatterns = [
    path("break-glass/", entrance.Entrance.as_view(), name="entrance"),
    path("break-glass/phone/", entrance.PhoneCode.as_view(), name="phone"),
    path("break-glass/next/", entrance.next_page, name="next"),
    path("break-glass/vouch/", vouching.Vouch.as_view(), name="vouch"),
    path("break-glass/vouched/", vouching.Vouched.as_view(), name="vouched"),
    path(f"break-glass/vouch/{PARTY}", vouching.VouchParty.as_view(), name="vouch_party"),
    path(
        f"break-glass/vouch/{PARTY}<uuid:person_id>/",
        vouching.VouchPerson.as_view(),
        name="vouch_person",
    ),
    path(f"{PARTY}codes/", codes.Codes.as_view(), name="codes"),
    path(f"{PARTY}codes/make/", codes.MakeSheet.as_view(), name="make_sheet"),
    path(f"{PARTY}codes/shown/", codes.ShownOnce.as_view(), name="shown"),
    path(f"{PARTY}codes/revoke/", codes.Revoke.as_view(), name="revoke_all"),
    path(f"{PARTY}codes/<uuid:sheet_id>/revoke/", codes.Revoke.as_view(), name="revoke_sheet"),
    path(f"{PARTY}codes/one/<uuid:code_id>/revoke/", codes.Revoke.as_view(), name="revoke_code"),
    path(f"{PARTY}break-glass/", fencing.State.as_view(), name="state"),
    path(f"{PARTY}break-glass/fence/", fencing.Fence.as_view(), name="fence"),
    path(f"{PARTY}break-glass/lift/", fencing.Lift.as_view(), name="lift"),
]
