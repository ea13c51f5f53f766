"""Addresses of signing, below the admin."""

from django.urls import path

from . import views

urlpatterns = [path("<int:pk>/", views.sign, name="sign")]
