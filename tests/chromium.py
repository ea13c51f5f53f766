"""The browser of the tests: where it is, and (run as a script) how it gets there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# The fonts are for people who look at screenshots: Chinese is boxes without one.
PACKAGES = ["chromium", "fonts-noto-cjk"]
SORRY = """No browser for the tests: neither `apt-get install chromium` nor `playwright install chromium` worked here.
Install Chromium so that `chromium` is on the PATH, or name it: CHROMIUM=/path/to/chromium make test"""


def executable() -> str | None:
    """The path of a Chromium; None where there is none."""
    if named := os.environ.get("CHROMIUM"):
        return named
    if found := next(filter(None, map(shutil.which, NAMES)), None):
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """By apt-get as root, else playwright's own download."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=environment)
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", *PACKAGES], env=environment)
    if not executable():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


if __name__ == "__main__":
    if not executable():
        install()
    if not executable():
        sys.exit(SORRY)
