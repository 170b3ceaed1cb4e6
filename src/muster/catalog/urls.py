from django.urls import path

from muster.catalog.views import importing, packages, resources, vocabulary

app_name = "catalog"

RESOURCE = "catalogue/<uuid:resource_id>/"
PACKAGE = "packages/<uuid:package_id>/"

urlpatterns = [
    path("catalogue/", resources.ResourcesPage.as_view(), name="resources"),
    path("catalogue/shares/", resources.SharesPage.as_view(), name="shares"),
    path("catalogue/new/", resources.ChooseKind.as_view(), name="choose_kind"),
    path("catalogue/new/<slug:kind>/", resources.AddResource.as_view(), name="add"),
    path("catalogue/import/<slug:kind>/", importing.ImportResources.as_view(), name="import"),
    path(
        "catalogue/import/<slug:kind>/template.csv",
        importing.ImportTemplate.as_view(),
        name="import_template",
    ),
    path(RESOURCE, resources.ResourcePage.as_view(), name="resource"),
    path(RESOURCE + "edit/", resources.EditResource.as_view(), name="edit"),
    path(RESOURCE + "retire/", resources.RetireResource.as_view(), name="retire"),
    path(RESOURCE + "set-aside/", resources.SetAside.as_view(), name="set_aside"),
    path(RESOURCE + "bring-back/", resources.BringBack.as_view(), name="bring_back"),
    path(
        RESOURCE + "bring-back/<uuid:unavailability_id>/",
        resources.BringBack.as_view(),
        name="drop_absence",
    ),
    path("packages/", packages.PackagesPage.as_view(), name="packages"),
    path("packages/new/", packages.AddPackage.as_view(), name="add_package"),
    path(PACKAGE, packages.PackagePage.as_view(), name="package"),
    path(PACKAGE + "edit/", packages.EditPackage.as_view(), name="edit_package"),
    path(PACKAGE + "retire/", packages.RetirePackage.as_view(), name="retire_package"),
    path("work-packages/", vocabulary.WorkPackagesPage.as_view(), name="work_packages"),
    path("vocabulary/", vocabulary.VocabularyPage.as_view(), name="vocabulary"),
    path("vocabulary/load/", vocabulary.SeedVocabulary.as_view(), name="seed"),
    path("vocabulary/skill/new/", vocabulary.DefineSkill.as_view(), name="add_skill"),
    path("vocabulary/skill/<slug:key>/", vocabulary.DefineSkill.as_view(), name="skill"),
    path("vocabulary/clearance/new/", vocabulary.DefineClearance.as_view(), name="add_clearance"),
    path(
        "vocabulary/clearance/<slug:key>/", vocabulary.DefineClearance.as_view(), name="clearance"
    ),
    path("vocabulary/type/new/", vocabulary.DefineResourceType.as_view(), name="add_type"),
    path("vocabulary/type/<slug:key>/", vocabulary.DefineResourceType.as_view(), name="type"),
    path(
        "vocabulary/work-package/new/",
        vocabulary.DefineWorkPackage.as_view(),
        name="add_work_package",
    ),
    path(
        "vocabulary/work-package/<slug:key>/",
        vocabulary.DefineWorkPackage.as_view(),
        name="work_package",
    ),
    path(
        "vocabulary/<slug:vocabulary>/<slug:key>/retire/",
        vocabulary.RetireWord.as_view(),
        name="retire_word",
    ),
]
