from django.urls import path

from muster.packs import views

app_name = "packs"

urlpatterns = [
    path("pack/", views.OwnPack.as_view(), name="own"),
    path("parties/<uuid:party_id>/pack/", views.PartyPack.as_view(), name="party"),
    path("parties/<uuid:party_id>/pack/print/", views.PrintPack.as_view(), name="print"),
    path("parties/<uuid:party_id>/pack/file/", views.SealPack.as_view(), name="seal"),
]
