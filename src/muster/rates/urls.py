from django.urls import path

from muster.rates import views

app_name = "rates"

urlpatterns = [
    path("rates/", views.RateTables.as_view(), name="tables"),
    path("rates/import/", views.ImportRates.as_view(), name="import"),
    path("rates/declare/", views.DeclareLoad.as_view(), name="declare"),
    path("rates/tables/<slug:table_key>/", views.RateTablePage.as_view(), name="table"),
]
