"""Addresses of profiles in the admin, as `disclosure_profiles`."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.OrganizationsView.as_view(), name="index"),
    path("<int:organization>/", views.ChooseView.as_view(), name="choose"),
    path("<int:organization>/installed/", views.InstalledView.as_view(), name="installed"),
    path("<int:organization>/<slug:name>/", views.PreviewView.as_view(), name="preview"),
]
