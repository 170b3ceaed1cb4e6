from django.urls import path

from muster.agreements import views

app_name = "agreements"

urlpatterns = [
    path("agreement/", views.AgreementPage.as_view(), name="agreement"),
    path("agreement/versions/", views.VersionsPage.as_view(), name="versions"),
    path("agreement/versions/new/", views.DraftVersion.as_view(), name="draft"),
    path("agreement/versions/<uuid:version_id>/", views.VersionPage.as_view(), name="version"),
    path("agreement/versions/<uuid:version_id>/edit/", views.AmendVersion.as_view(), name="amend"),
    path(
        "agreement/versions/<uuid:version_id>/put-in-force/",
        views.PutInForce.as_view(),
        name="put_in_force",
    ),
    path(
        "agreement/versions/<uuid:version_id>/terms.toml",
        views.TermsFile.as_view(),
        name="terms_file",
    ),
    path("agreement/baseline/", views.BaselinePage.as_view(), name="baseline"),
    path("agreement/attestations/", views.OwnAttestations.as_view(), name="attestations"),
    path(
        "agreement/attestations/of/<uuid:party_id>/",
        views.AttestationsPage.as_view(),
        name="attestations_of",
    ),
    path("agreement/attestations/make/<slug:item_key>/", views.Attest.as_view(), name="attest"),
    path(
        "agreement/attestations/<uuid:attestation_id>/withdraw/",
        views.WithdrawAttestation.as_view(),
        name="withdraw",
    ),
]
