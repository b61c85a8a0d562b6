"""How a posted form is read: every byte is taken for what it stands for, and what stands for nothing is shown as such.

Flask alone would drop a whole form for one byte that is no UTF-8, and would take the escape of such a byte for typed
text. Here it becomes U+FFFD, which the answers refuse with a sentence beside the field.
"""

from typing import IO
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter

URL_ENCODED = "application/x-www-form-urlencoded"
_ASCII = "".join(map(chr, range(128)))


def fields_in(body: bytes) -> list[tuple[str, str]]:
    """The fields of a URL-encoded body in order, empty ones included."""
    return parse_qsl(quote(body, safe=_ASCII), keep_blank_values=True, errors="replace")


def parts_of(address: str) -> SplitResult:
    """The parts of an address that a browser tells; all empty, and so nobody's, where it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


class _FormParser(FormDataParser):
    """Werkzeug's parser, with a URL-encoded form read by ``fields_in``."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """Read the form out of the body; one that is malformed has no field."""
        if mimetype != URL_ENCODED:
            return super().parse(stream, mimetype, content_length, options)
        return stream, self.cls(fields_in(stream.read())), self.cls()


class FormRequest(Request):
    """Flask's request, its forms read as above."""

    form_data_parser_class = _FormParser


class PlainInteger(IntegerConverter):
    """A number in an address: ASCII digits only, so that one page has one address."""

    regex = r"[0-9]+"
