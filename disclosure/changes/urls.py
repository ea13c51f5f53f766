"""Addresses of decisions taken at once, below the admin."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:posting>/withdraw/", views.WithdrawView.as_view(), name="withdraw"),
    path("<int:posting>/stop/", views.StopView.as_view(), name="stop"),
    path("confirm/<int:closing>/", views.ConfirmView.as_view(), name="confirm"),
]
