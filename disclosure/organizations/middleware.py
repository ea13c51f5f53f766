"""The door of the admin (findings §11)."""


class AdminDoorMiddleware:
    """Those who come in by membership alone reach only the views of an allow-list."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
