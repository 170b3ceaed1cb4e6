from django.urls import path

from muster.exchange import views

app_name = "exchange"

ONE, FILLED = "forms/<slug:form_key>", "forms/<slug:form_key>/<uuid:subject_id>"

urlpatterns = [
    path("forms/", views.BlankForms.as_view(), name="forms"),
    path("forms/blank.pdf", views.BlankSet.as_view(), name="blank_set"),
    path(f"{ONE}.pdf", views.FormPdf.as_view(), name="blank_pdf"),
    path(f"{ONE}.json", views.FormJson.as_view(), name="blank_json"),
    path(f"{FILLED}.pdf", views.FormPdf.as_view(), name="pdf"),
    path(f"{FILLED}.json", views.FormJson.as_view(), name="json"),
]
