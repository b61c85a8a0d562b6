"""The languages that the product speaks."""

LANGUAGES = ("en", "es")
"""As ISO 639-1 has them; the first one where a browser asks for none of them."""
