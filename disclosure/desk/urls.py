"""Addresses of the desk, below the admin."""

from django.urls import path

from . import views

urlpatterns = [
    path("waiting/", views.WaitingView.as_view(), name="waiting"),
    path("draft/", views.DraftView.as_view(), name="draft"),
    path("organizations/", views.OrganizationsView.as_view(), name="organizations"),
    path("items/<int:pk>/", views.ItemView.as_view(), name="item"),
    path("items/<int:pk>/<int:before>-<int:after>/", views.CompareView.as_view(), name="compare"),
]
