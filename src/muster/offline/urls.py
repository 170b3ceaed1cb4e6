from django.urls import path

from muster.offline import views

app_name = "offline"

urlpatterns = [
    path("offline/", views.shell, name="shell"),
    path("paper/", views.FilePaper.as_view(), name="paper"),
    path("phones/", views.Devices.as_view(), name="devices"),
    path("phones/<uuid:device_id>/lost/", views.WipeDevice.as_view(), name="wipe"),
]
