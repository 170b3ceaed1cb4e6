from django.urls import path

from muster.deployments.views import (
    away,
    clearing,
    mission,
    ordering,
    people,
    recalling,
    things,
    work,
)

app_name = "deployments"

ONE = "deployments/<uuid:deployment_id>"
MISSION = "missions/<uuid:mission_id>"

urlpatterns = [
    path("my-deployment/", work.MyDeployment.as_view(), name="mine"),
    path(f"{ONE}/assign/", people.Assign.as_view(), name="assign"),
    path(f"{ONE}/depart/", people.Depart.as_view(), name="depart"),
    path(f"{ONE}/check-in/", people.CheckIn.as_view(), name="check_in"),
    path(
        f"{ONE}/clearances/<slug:clearance_key>/accept/",
        clearing.AcceptClearance.as_view(),
        name="accept_clearance",
    ),
    path(
        "clearance-acceptances/<uuid:acceptance_id>/withdraw/",
        clearing.WithdrawAcceptance.as_view(),
        name="withdraw_acceptance",
    ),
    path(
        f"{ONE}/statements/<slug:clearance_key>/sign/",
        clearing.SignStatement.as_view(),
        name="sign_statement",
    ),
    path(
        f"{ONE}/statements/<slug:clearance_key>/record/",
        clearing.RecordStatement.as_view(),
        name="record_statement",
    ),
    path(
        "statements/<uuid:statement_id>/strike/",
        clearing.StrikeStatement.as_view(),
        name="strike_statement",
    ),
    path(f"{ONE}/no-show/", people.NoShow.as_view(), name="no_show"),
    path(f"{ONE}/hours/log/", work.LogTime.as_view(), name="log_time"),
    path(f"{ONE}/demobilize/", people.Demobilize.as_view(), name="demobilize"),
    path(f"{ONE}/release/", people.Release.as_view(), name="release"),
    path(f"{ONE}/hand-over/", people.HandOver.as_view(), name="hand_over"),
    path(f"{ONE}/return/", things.Return.as_view(), name="return"),
    path(f"{ONE}/use/", things.LogUse.as_view(), name="log_use"),
    path(f"{ONE}/rate-key/", things.ChooseRateKey.as_view(), name="rate_key"),
    path("uses/<uuid:use_id>/strike/", things.StrikeUse.as_view(), name="strike_use"),
    path(f"{MISSION}/supplies/log/", things.LogSupplies.as_view(), name="log_supplies"),
    path("supplies/<uuid:supply_id>/back/", things.SettleSupplies.as_view(), name="supplies_back"),
    path(
        "supplies/<uuid:supply_id>/strike/", things.StrikeSupplies.as_view(), name="strike_supplies"
    ),
    path(f"{ONE}/loss/", things.SettleLoss.as_view(), name="settle_loss"),
    path(f"{ONE}/lost/", people.ReportLost.as_view(), name="report_lost"),
    path("hours/<uuid:time_entry_id>/strike/", work.StrikeTime.as_view(), name="strike_time"),
    path("expenses/<uuid:expense_id>/strike/", work.StrikeExpense.as_view(), name="strike_expense"),
    path(f"{MISSION}/out/", mission.PresenceFragment.as_view(), name="out"),
    path(f"{MISSION}/hours/", work.Hours.as_view(), name="hours"),
    path(f"{MISSION}/expenses/log/", work.LogExpense.as_view(), name="log_expense"),
    path(f"{MISSION}/stays/log/", away.LogStay.as_view(), name="log_stay"),
    path("stays/<uuid:stay_id>/strike/", away.StrikeStay.as_view(), name="strike_stay"),
    path(f"{MISSION}/beyond/", away.AnswerContinuation.as_view(), name="continue"),
    path(f"{MISSION}/activity-log/", work.ActivityLog.as_view(), name="activity_log"),
    path(f"{MISSION}/activity-log/add/", work.LogActivity.as_view(), name="log_activity"),
    path(f"{MISSION}/recall/", mission.RecallMission.as_view(), name="recall"),
    path(f"{MISSION}/recall/confirm/", mission.ConfirmRecall.as_view(), name="confirm_recall"),
    path("recall-everything/", recalling.RecallEverything.as_view(), name="recall_everything"),
    path(
        "recall-everything/<uuid:party_recall_id>/",
        recalling.RecalledEverything.as_view(),
        name="recalled_everything",
    ),
    path(f"{MISSION}/outside-order/", ordering.PutOutsideOrder.as_view(), name="put_outside_order"),
    path(
        "outside-order/<uuid:outside_order_id>/take-in/",
        ordering.TakeIntoOrder.as_view(),
        name="take_into_order",
    ),
    path(f"{MISSION}/extend/", mission.AskExtension.as_view(), name="extend"),
    path(f"{MISSION}/close/", mission.CloseMission.as_view(), name="close"),
    path(
        "extensions/<uuid:extension_id>/answer/",
        mission.AnswerExtension.as_view(),
        name="answer_extension",
    ),
]
