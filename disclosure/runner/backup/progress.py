"""A sign of life to a person at a terminal."""

import time

PROGRESS_EACH_S = 1.0


class Progress:
    """Told of progress, it writes a line over itself, at most once a second; to a file or a pipe, nothing."""

    def __init__(self, out):
        self.out, self.told_at = out, time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        if self.out.isatty() and time.monotonic() - self.told_at > PROGRESS_EACH_S:
            self.told_at = time.monotonic()
            self.out.write(f"  … {what} {min(done / (total or 1), 1):.0%}   ", ending="\r")
