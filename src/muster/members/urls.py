from django.urls import path

from muster.members.views import account, calendars, joining, people, recovery, register

app_name = "members"

urlpatterns = [
    path("parties/", register.Parties.as_view(), name="parties"),
    path("parties/own/", register.own_party, name="own_party"),
    path("parties/add/", register.AddParty.as_view(), name="add_party"),
    path("parties/add-known/", register.AddKnownParty.as_view(), name="add_known_party"),
    path("parties/import/", register.ImportParties.as_view(), name="import_parties"),
    path("parties/<uuid:party_id>/", register.PartyPage.as_view(), name="party"),
    path("parties/<uuid:party_id>/edit/", register.EditParty.as_view(), name="edit_party"),
    path(
        "parties/<uuid:party_id>/standing/",
        register.ChangeStanding.as_view(),
        name="change_standing",
    ),
    path(
        "parties/<uuid:party_id>/contacts/add/", register.AddContact.as_view(), name="add_contact"
    ),
    path(
        "parties/<uuid:party_id>/contacts/order/",
        register.OrderContacts.as_view(),
        name="order_contacts",
    ),
    path(
        "parties/<uuid:party_id>/contacts/verify/",
        register.VerifyContacts.as_view(),
        name="verify_contacts",
    ),
    path("contacts/<uuid:contact_id>/edit/", register.EditContact.as_view(), name="edit_contact"),
    path(
        "contacts/<uuid:contact_id>/remove/",
        register.RemoveContact.as_view(),
        name="remove_contact",
    ),
    path("parties/<uuid:party_id>/people/", people.People.as_view(), name="people"),
    path("parties/<uuid:party_id>/people/invite/", people.InvitePerson.as_view(), name="invite"),
    path("parties/<uuid:party_id>/people/grant/", people.GrantRole.as_view(), name="grant_role"),
    path(
        "parties/<uuid:party_id>/people/<uuid:person_id>/<slug:role>/revoke/",
        people.RevokeRole.as_view(),
        name="revoke_role",
    ),
    path(
        "invitations/<uuid:invitation_id>/withdraw/",
        people.WithdrawInvitation.as_view(),
        name="withdraw_invitation",
    ),
    path("people/<uuid:person_id>/", people.PersonPage.as_view(), name="person"),
    path(
        "people/<uuid:person_id>/deactivate/", people.DeactivatePerson.as_view(), name="deactivate"
    ),
    path(
        "people/<uuid:person_id>/reactivate/", people.ReactivatePerson.as_view(), name="reactivate"
    ),
    path(
        "people/<uuid:person_id>/recovery-code/",
        recovery.ReadRecoveryCode.as_view(),
        name="read_recovery_code",
    ),
    path(
        "people/<uuid:person_id>/recover/", recovery.RecoverPerson.as_view(), name="recover_person"
    ),
    path("shown-once/", people.ShownOnce.as_view(), name="shown_once"),
    path("access-review/", people.AccessReview.as_view(), name="access_review"),
    path("access-review/download/", people.AccessReviewFile.as_view(), name="access_review_file"),
    path("network/", account.Networks.as_view(), name="networks"),
    path("network/edit/", account.EditNetwork.as_view(), name="edit_network"),
    path("network/officers/", people.Officers.as_view(), name="officers"),
    path("network/officers/invite/", people.InviteOfficer.as_view(), name="invite_officer"),
    path("network/officers/grant/", people.GrantOffice.as_view(), name="grant_office"),
    path(
        "network/officers/<uuid:person_id>/<slug:role>/revoke/",
        people.RevokeOffice.as_view(),
        name="revoke_office",
    ),
    path("exercises/", account.Exercises.as_view(), name="exercises"),
    path("exercises/open/", account.OpenExercise.as_view(), name="open_exercise"),
    path(
        "exercises/<uuid:exercise_id>/close/",
        account.CloseExercise.as_view(),
        name="close_exercise",
    ),
    path("switch-post/", account.switch_post, name="switch_post"),
    path("profile/", account.Account.as_view(), name="account"),
    path("profile/edit/", account.EditProfile.as_view(), name="edit_profile"),
    path(
        "profile/sessions/<int:session_id>/end/", account.EndSession.as_view(), name="end_session"
    ),
    path(
        "profile/sessions/end-others/",
        account.EndOtherSessions.as_view(),
        name="end_other_sessions",
    ),
    path("profile/tokens/add/", account.CreateToken.as_view(), name="create_token"),
    path(
        "profile/tokens/<uuid:token_id>/revoke/", account.RevokeToken.as_view(), name="revoke_token"
    ),
    path("calendars/", calendars.Calendars.as_view(), name="calendars"),
    path("calendars/<slug:calendar>/make/", calendars.MakeCalendar.as_view(), name="make_calendar"),
    path(
        "calendars/<uuid:feed_id>/revoke/",
        calendars.RevokeCalendar.as_view(),
        name="revoke_calendar",
    ),
    path("calendar/<str:secret>.ics", calendars.calendar, name="calendar"),
    path("join/<str:token>/", joining.Join.as_view(), name="join"),
    path("recover/<str:token>/", joining.UseRecovery.as_view(), name="recover"),
]
