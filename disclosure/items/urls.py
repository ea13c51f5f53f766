"""Addresses of items within the admin."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:pk>/import/<slug:kind>/", views.import_table, name="import"),
    path("tables/<slug:kind>.csv", views.template, name="template"),
]
