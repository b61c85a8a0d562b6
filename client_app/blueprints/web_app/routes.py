"""What a browser needs to keep the product as an app, and to show what is pushed. Both are public and say nothing."""

from flask import Response, current_app, jsonify, request

from client_app.blueprints.web_app import bp
from client_app.web.access import open_to_everyone
from client_app.web.assets import serve_static, static_url

PAPER, GREEN = "#faf6ef", "#1f5f5b"
"""The colours of the page and of the icon, as in app.css and favicon.svg."""
SIZES = (192, 512)


@bp.get("/manifest.webmanifest")
@open_to_everyone
def show_manifest() -> Response:
    """The app as a home screen keeps it: a neutral name and picture."""
    name = current_app.config["APP_NAME"]
    icons = [
        {"src": static_url(f"icons/app-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    response: Response = jsonify(
        id="/",
        name=name,
        short_name=name,
        start_url="/",
        scope="/",
        display="standalone",
        background_color=PAPER,
        theme_color=GREEN,
        icons=icons,
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/service-worker.js")
@open_to_everyone
def show_service_worker() -> Response:
    """What shows pushes: from the root, as it speaks for every page, and asked for anew, so that it can be mended."""
    return serve_static("js/service-worker.js")
