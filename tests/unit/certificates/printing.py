"""A certificate to print, with a real signature, and tools to look at the result."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from aiskills.certificates.facts import Printed
from aiskills.verify import carrying
from aiskills.verify.jws import encode

ADDRESS = "https://learn.example.org/certificates/verify.html"
NUMBER = "urn:uuid:5f0f3a1e-5a8e-4b0e-9b63-3a9d3c9b1f11"
RESULTS = (("Learning from data", 86.0), ("Honest evaluation", 91.5), ("Errors and thresholds", 100))


@cache
def token(words: int = 300) -> str:
    """A compact JWS about as large as a certificate's; ``words`` makes it longer."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    body = {"id": NUMBER, "text": " ".join(f"{i * i * 7919 % 99991:x}" for i in range(words))}
    parts = [{"alg": "EdDSA", "kid": "did:web:example.org#key-1", "typ": "JWT"}, body]
    signed = ".".join(encode(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{encode(key.sign(signed.encode()))}"


def whole_code(words: int = 300, address: str | None = ADDRESS) -> str:
    return (f"{address}#1." if address else carrying.PREFIX) + carrying.pack(token(words))


def certificate(**changes) -> Printed:
    """A certificate of a foundation level, with what a test changes."""
    made = Printed(
        id=NUMBER,
        name="Amina Wanjiru Otieno",
        language="en",
        level="foundation",
        title="AI and machine learning foundations",
        description="You can say what a model learned, test it fairly, and choose a threshold from costs.",
        issuer="Example Institute of Technology",
        issued="2026-03-04",
        valid_until="2029-03-01",
        results=RESULTS,
        code=whole_code(),
        token=token(),
        address=ADDRESS,
    )
    return replace(made, **changes)


def image(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("L")
