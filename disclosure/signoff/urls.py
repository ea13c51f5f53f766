"""Addresses of signing, below the admin."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:pk>/", views.SignView.as_view(), name="sign"),
    path("<int:pk>/recall/", views.RecallView.as_view(), name="recall"),
]
