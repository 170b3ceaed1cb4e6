from django.urls import path

from muster.agreements.views import baseline, library, versions

app_name = "agreements"

urlpatterns = [
    path("agreement/", versions.AgreementPage.as_view(), name="agreement"),
    path("agreement/versions/", versions.VersionsPage.as_view(), name="versions"),
    path("agreement/versions/new/", versions.DraftVersion.as_view(), name="draft"),
    path("agreement/versions/<uuid:version_id>/", versions.VersionPage.as_view(), name="version"),
    path(
        "agreement/versions/<uuid:version_id>/edit/", versions.AmendVersion.as_view(), name="amend"
    ),
    path(
        "agreement/versions/<uuid:version_id>/put-in-force/",
        versions.PutInForce.as_view(),
        name="put_in_force",
    ),
    path(
        "agreement/versions/<uuid:version_id>/terms.toml",
        versions.TermsFile.as_view(),
        name="terms_file",
    ),
    path(
        "agreement/versions/<uuid:version_id>/document/",
        library.VersionDocument.as_view(),
        name="document",
    ),
    path(
        "agreement/versions/<uuid:version_id>/document.pdf",
        library.VersionPaper.as_view(),
        name="paper",
    ),
    path("agreement/library/", library.LibraryPage.as_view(), name="library"),
    path("agreement/library/<slug:terms_key>/", library.ReadyPage.as_view(), name="ready"),
    path(
        "agreement/library/<slug:terms_key>/terms.toml",
        library.ReadyFile.as_view(),
        name="ready_file",
    ),
    path(
        "agreement/library/<slug:terms_key>/document/",
        library.ReadyDocument.as_view(),
        name="ready_document",
    ),
    path(
        "agreement/library/<slug:terms_key>/document.pdf",
        library.ReadyPaper.as_view(),
        name="ready_paper",
    ),
    path("agreement/compare/", library.ComparePage.as_view(), name="compare"),
    path("agreement/baseline/", baseline.BaselinePage.as_view(), name="baseline"),
    path("agreement/baseline/identifiers/", baseline.Identifiers.as_view(), name="identifiers"),
    path("agreement/baseline/lapsing/", baseline.LapsingPage.as_view(), name="lapsing"),
    path(
        "agreement/attestations/<uuid:attestation_id>/review/",
        baseline.ReviewAttestation.as_view(),
        name="review",
    ),
    path(
        "agreement/attestations/<uuid:attestation_id>/evidence/",
        baseline.Evidence.as_view(),
        name="evidence",
    ),
    path("agreement/attestations/", baseline.OwnAttestations.as_view(), name="attestations"),
    path(
        "agreement/attestations/of/<uuid:party_id>/",
        baseline.AttestationsPage.as_view(),
        name="attestations_of",
    ),
    path("agreement/attestations/make/<slug:item_key>/", baseline.Attest.as_view(), name="attest"),
    path(
        "agreement/attestations/<uuid:attestation_id>/withdraw/",
        baseline.WithdrawAttestation.as_view(),
        name="withdraw",
    ),
]
