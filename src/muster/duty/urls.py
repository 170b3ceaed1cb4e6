from django.urls import path

from muster.duty.views import importing, reading, writing

app_name = "duty"
PARTY = "duty/parties/<uuid:party_id>/"

urlpatterns = [
    path("duty/", reading.OwnRota.as_view(), name="own"),
    path("duty/tonight/", reading.Tonight.as_view(), name="tonight"),
    path(PARTY, reading.RotaPage.as_view(), name="rota"),
    path(f"{PARTY}asking/", writing.EditRota.as_view(), name="edit_rota"),
    path(f"{PARTY}rotations/add/", writing.AddRotation.as_view(), name="add_rotation"),
    path(
        "duty/rotations/<uuid:rotation_id>/edit/",
        writing.EditRotation.as_view(),
        name="edit_rotation",
    ),
    path(
        "duty/rotations/<uuid:rotation_id>/remove/",
        writing.RemoveRotation.as_view(),
        name="remove_rotation",
    ),
    path(f"{PARTY}import/", importing.ImportCalendar.as_view(), name="import_calendar"),
    path(f"{PARTY}give/", writing.GiveShift.as_view(), name="give"),
    path(f"{PARTY}swap/", writing.SwapShift.as_view(), name="swap"),
    path(f"{PARTY}take-over/", writing.TakeOver.as_view(), name="take_over"),
    path(
        "duty/overrides/<uuid:override_id>/end/",
        writing.EndOverride.as_view(),
        name="end_override",
    ),
    path(f"{PARTY}time-off/", writing.NoteTimeOff.as_view(), name="note_time_off"),
    path(
        "duty/time-off/<uuid:time_off_id>/end/", writing.EndTimeOff.as_view(), name="end_time_off"
    ),
    path(f"{PARTY}note/", writing.WriteHandoverNote.as_view(), name="write_note"),
]
