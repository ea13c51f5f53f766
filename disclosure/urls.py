"""The face towards the public: put before Wagtail's own addresses."""

urlpatterns: list = []
