from django.urls import path

from muster.messaging.views import deliveries, inbound, ways

app_name = "messaging"

urlpatterns = [
    path("deliveries/", deliveries.Deliveries.as_view(), name="deliveries"),
    path("deliveries/held/send/", deliveries.SendHeld.as_view(), name="send_held"),
    path("deliveries/<uuid:message_id>/", deliveries.DeliveryPage.as_view(), name="delivery"),
    path(
        "deliveries/<uuid:message_id>/retry/",
        deliveries.RetryDelivery.as_view(),
        name="retry_delivery",
    ),
    path("inbound/gateway/", inbound.from_gateway, name="gateway_reply"),
    path("inbound/twilio/reply/", inbound.from_twilio, name="twilio_reply"),
    path("inbound/twilio/status/", inbound.from_twilio, name="twilio_status"),
    path("reach/", ways.Ways.as_view(), name="ways"),
    path("reach/add/", ways.AddWay.as_view(), name="add_way"),
    path("reach/push/", ways.SubscribeToPush.as_view(), name="subscribe_to_push"),
    path("reach/quiet/", ways.SetQuietHours.as_view(), name="quiet_hours"),
    path("reach/<uuid:contact_point_id>/verify/", ways.VerifyWay.as_view(), name="verify_way"),
    path("reach/<uuid:contact_point_id>/code/", ways.SendCode.as_view(), name="send_code"),
    path("reach/<uuid:contact_point_id>/remove/", ways.RemoveWay.as_view(), name="remove_way"),
    path(
        "reach/<uuid:contact_point_id>/move/<slug:direction>/",
        ways.MoveWay.as_view(),
        name="move_way",
    ),
]
