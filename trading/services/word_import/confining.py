"""Confining: the process that reads a stranger's file takes only so much memory and time."""

import sys

MOST_MEMORY = 512 * 1024 * 1024
MOST_SECONDS = 10  # of the processor
MOST_WRITTEN = 64 * 1024 * 1024

if sys.platform != "win32":
    import resource


def confine() -> None:
    """Bound this process for good. Windows has no such limits; there whoever waits gives up."""
    if sys.platform == "win32":
        return
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (allowed, allowed))
