"""Square codes in a photograph, where the optional reader (zxing-cpp, with Pillow) is installed."""

from __future__ import annotations

import io

MAX_PIXELS = 50_000_000


def available() -> bool:
    """Whether pictures of square codes can be read on this machine."""
    try:
        import PIL  # noqa: F401
        import zxingcpp  # noqa: F401
    except ImportError:
        return False
    return True


def codes(data: bytes) -> list[str]:
    """The texts of the square codes in a picture; none where it is no picture, or the reader is missing."""
    if not available():
        return []
    import zxingcpp
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return []
            grey = picture.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return []
    return [code.text for code in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode)]
