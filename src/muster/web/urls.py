from django.urls import path

from muster.web.views import frame

app_name = "web"

urlpatterns = [
    path("", frame.home, name="home"),
    path("robots.txt", frame.robots, name="robots"),
    path("favicon.ico", frame.favicon, name="favicon"),
    path("manifest.webmanifest", frame.manifest, name="manifest"),
]
