"""Whole addresses of ours, where a link is handed over to somebody."""

from flask import current_app, has_request_context, request


def public_url(path: str) -> str:
    """The address of one of our paths as the world sees it; the path alone where nobody knows it, at a terminal."""
    host: str = current_app.config.get("PUBLIC_URL") or (request.host_url if has_request_context() else "")
    return host.rstrip("/") + path
