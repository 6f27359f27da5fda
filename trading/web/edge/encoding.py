"""What a reader's Accept-Encoding allows, and compressed bytes: the only gzip of the product."""

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO

LEVEL = 6
WORTH_IT = 500  # bytes; below, a header costs more than is saved
_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)
_TEXTS = ("+xml", "+json", "/xml", "/json", "/javascript")


@lru_cache(maxsize=512)
def accepts_gzip(header: str) -> bool:
    """Whether these words allow gzip and do not like the plain bytes better (RFC 9110 §12.5.3).

    What cannot be read counts for nothing, and the plain bytes are always given rather than an
    error, also to a reader that refuses them (`identity;q=0`).
    """
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        coding, _, parameter = part.partition(";")
        found = _WEIGHT.fullmatch(parameter.strip()) if parameter.strip() else None
        if parameter.strip() and found is None:
            continue
        weights[coding.strip()] = float(found[1]) if found else 1.0
    wanted = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return wanted > 0 and wanted >= weights.get("identity", 0.0)


def is_text(content_type: str) -> bool:
    """Whether a media type is worth compressing; packed formats such as .xlsx are not."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind.endswith(_TEXTS)


def compressed(body: bytes) -> bytes:
    """The same bytes for the same body, always: no time of making is in them."""
    return gzip.compress(body, LEVEL, mtime=0)


def compressed_stream(parts: Iterable[bytes]) -> Iterator[bytes]:
    """A streamed answer compressed as it comes."""
    buffer = BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=LEVEL, mtime=0) as packing:
        for part in parts:
            packing.write(part)
            if buffer.tell():
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue()
