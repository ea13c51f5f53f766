"""Addresses of kept files within the admin."""

from django.urls import path

from . import views

urlpatterns = [path("<str:token>/<str:name>", views.private, name="private")]
