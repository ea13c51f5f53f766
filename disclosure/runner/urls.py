"""The address at which the installation says how it is."""

from django.urls import path

from . import views

urlpatterns = [path("", views.health, name="health")]
