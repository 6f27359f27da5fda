"""Serve the bare application exactly as `trading.serving` serves the product."""

import argparse

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from trading.serving import THREADS


def main() -> None:
    """`--port` is all that differs from run to run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    Granian(
        "benching.bare:app",
        address="127.0.0.1",
        port=options.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
