from django.urls import path

from muster.joining.views import leaving, papers, reading, signing

app_name = "joining"

ONE = "agreement/joining/<uuid:joining_id>/"

urlpatterns = [
    path("agreement/joining/", reading.Joinings.as_view(), name="joinings"),
    path("agreement/joining/begin/", papers.Begin.as_view(), name="begin"),
    path("agreement/joining/versions/", reading.Versions.as_view(), name="versions"),
    path("agreement/joining/certificates.pem", reading.Certificates.as_view(), name="certificates"),
    path(ONE, reading.JoiningPage.as_view(), name="joining"),
    path(f"{ONE}review/", papers.RecordReview.as_view(), name="review"),
    path(f"{ONE}resolution/", papers.RecordResolution.as_view(), name="resolution"),
    path(f"{ONE}file/<slug:step>/", papers.File.as_view(), name="file"),
    path(f"{ONE}sign/", signing.Sign.as_view(), name="sign"),
    path(f"{ONE}upload/", signing.Upload.as_view(), name="upload"),
    path(f"{ONE}put-away/", papers.Abandon.as_view(), name="abandon"),
    path(f"{ONE}renew/", papers.Renew.as_view(), name="renew"),
    path(f"{ONE}papers/<uuid:file_id>/", reading.Paper.as_view(), name="paper"),
    path("agreement/register/", reading.RegisterPage.as_view(), name="register"),
    path("agreement/register.csv", reading.RegisterFile.as_view(), name="register_file"),
    path(
        "agreement/versions/<uuid:version_id>/text.pdf",
        reading.AgreementPdf.as_view(),
        name="text",
    ),
    path(
        "agreement/versions/<uuid:version_id>/text/",
        papers.AttachText.as_view(),
        name="attach_text",
    ),
    path("parties/<uuid:party_id>/leave/", leaving.Leave.as_view(), name="leave"),
    path("parties/<uuid:party_id>/stay/", leaving.Stay.as_view(), name="stay"),
    path("parties/<uuid:party_id>/opt-out/", leaving.OptOut.as_view(), name="opt_out"),
    path("parties/<uuid:party_id>/opt-in/", leaving.OptIn.as_view(), name="opt_in"),
]
