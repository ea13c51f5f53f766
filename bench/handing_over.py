"""Settings of `bench.attachments`: as `make run`, with nginx before it that sends the attachments."""

from config.settings.dev import *  # noqa: F403

DISCLOSURE_X_ACCEL = "/kept/"
