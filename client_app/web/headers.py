"""The headers that every answer carries."""

from flask import Response, current_app, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ONE_YEAR = 365 * 24 * 3600


def add_headers(response: Response) -> Response:
    """Close the page to everything that is not ours."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    if request.endpoint == "static" and response.status_code < 400:  # no page: the rest would only weigh
        return response
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["Referrer-Policy"] = "same-origin"  # no-referrer would make Flask-WTF refuse every post over HTTPS
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    if current_app.config["SESSION_COOKIE_SECURE"]:  # a proxy may end TLS, so the request itself does not tell
        headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response
