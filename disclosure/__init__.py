"""Open administration for Wagtail: what the public reads was signed, in exactly those bytes, for exactly that time."""

from pathlib import Path

__version__ = "0.1.0"

# Messages that Wagtail itself lacks in Chinese. A host adds this folder to LOCALE_PATHS.
WAGTAIL_LOCALE = Path(__file__).resolve().parent / "wagtail_locale"
