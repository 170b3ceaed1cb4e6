from django.urls import path

from muster.claims.views import reading, what_if, writing

app_name = "claims"

ONE = "claims/<uuid:claim_id>/"

urlpatterns = [
    path("claims/", reading.Claims.as_view(), name="claims"),
    path(ONE, reading.ClaimPage.as_view(), name="claim"),
    path(f"{ONE}claim.csv", reading.ClaimFile.as_view(form="csv"), name="csv"),
    path(f"{ONE}claim.json", reading.ClaimFile.as_view(form="json"), name="json"),
    path(f"{ONE}claim.pdf", reading.ClaimFile.as_view(form="pdf"), name="pdf"),
    path(f"{ONE}packet.zip", reading.ClaimFile.as_view(form="zip"), name="packet"),
    path(f"{ONE}what-if/", what_if.WhatIfOfClaim.as_view(), name="what_if_of_claim"),
    path("missions/<uuid:mission_id>/what-if/", what_if.WhatIfOfMission.as_view(), name="what_if"),
    path(f"{ONE}edit/", writing.EditClaim.as_view(), name="edit"),
    path(f"{ONE}submit/", writing.SubmitClaim.as_view(), name="submit"),
    path(f"{ONE}withdraw/", writing.WithdrawClaim.as_view(), name="withdraw"),
    path(f"{ONE}question/", writing.QuestionClaim.as_view(), name="question"),
    path(f"{ONE}approve/", writing.ApproveClaim.as_view(), name="approve"),
    path(f"{ONE}pay/", writing.RecordPayment.as_view(), name="pay"),
    path(f"{ONE}waive/", writing.WaivePart.as_view(), name="waive"),
    path(f"{ONE}credit/", writing.IssueCreditNote.as_view(), name="credit"),
    path("claims/questions/<uuid:question_id>/", writing.AnswerQuestion.as_view(), name="answer"),
    path("claims/payments/<uuid:payment_id>/", writing.ConfirmPayment.as_view(), name="confirm"),
    path("missions/<uuid:mission_id>/claim/", writing.DraftClaim.as_view(), name="draft"),
]
