"""Square codes (QR) for pages and printed sheets: pictures that need no file and no route."""

import segno


def square_code(text: str) -> str:
    """Return an SVG picture of this text as a data address, black on white with its quiet zone, for an img."""
    picture: str = segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#fff")
    return picture
