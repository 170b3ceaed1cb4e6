from django.urls import path

from muster.callout.views import answering, directing, keys

app_name = "callout"

urlpatterns = [
    path("a/<str:token>/", answering.AnswerByLink.as_view(), name="answer"),
    path("a/<str:token>/seen/", answering.LinkSeen.as_view(), name="seen"),
    path("a/<str:token>/keys/<int:attempt>/<slug:carrier>/", keys.key_pressed, name="keys"),
    path("calls/<uuid:ask_id>/", answering.AnswerCall.as_view(), name="call"),
    path("calls/<uuid:ask_id>/approve/", answering.ApproveAnswer.as_view(), name="approve"),
    path(
        "requests/<uuid:aid_request_id>/call-out/", directing.StartCallOut.as_view(), name="start"
    ),
    path("call-outs/<uuid:call_out_id>/widen/", directing.WidenCallOut.as_view(), name="widen"),
    path("call-outs/<uuid:call_out_id>/stop/", directing.StopCallOut.as_view(), name="stop"),
]
