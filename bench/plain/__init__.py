"""A plain Wagtail site, as one begins one: what speed is measured against."""
