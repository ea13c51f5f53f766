"""Addresses of signing, below the admin."""

from django.urls import path

from . import paper_views, views

urlpatterns = [
    path("<int:pk>/", views.SignView.as_view(), name="sign"),
    path("<int:pk>/on-paper/", paper_views.RegisterView.as_view(), name="register"),
    path("paper/<int:pk>/", paper_views.PaperView.as_view(), name="paper"),
    path("<int:pk>/recall/", views.RecallView.as_view(), name="recall"),
]
