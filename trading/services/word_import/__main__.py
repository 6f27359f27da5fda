"""The process that reads one .docx from its standard input and tells of it in JSON."""

import json
import sys

from trading.domain.errors import RuleBroken
from trading.services.word_import.confining import confine
from trading.services.word_import.converting import convert


def main() -> int:
    """Read, convert, tell; a refusal is told as well, everything else ends the process."""
    confine()
    try:
        html, tally = convert(sys.stdin.buffer)
        left_out = [(one.kind.value, one.count, one.names) for one in tally]
        told: dict[str, object] = {"html": html, "left_out": left_out}
    except RuleBroken as refused:
        told = {"refused": refused.message, "values": refused.values}
    sys.stdout.buffer.write(json.dumps(told).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
