from django.urls import path

from muster.files import views

app_name = "files"

urlpatterns = [
    path("files/<uuid:file_id>/", views.Download.as_view(), name="download"),
    path("files/<uuid:file_id>/label/", views.LabelFile.as_view(), name="label"),
]
