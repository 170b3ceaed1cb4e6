from django.urls import path

from muster.messaging import views

app_name = "messaging"

urlpatterns = [
    path("deliveries/", views.Deliveries.as_view(), name="deliveries"),
    path("deliveries/<uuid:message_id>/", views.DeliveryPage.as_view(), name="delivery"),
    path(
        "deliveries/<uuid:message_id>/retry/",
        views.RetryDelivery.as_view(),
        name="retry_delivery",
    ),
]
