"""The benchmark behind `scripts/bench.py`: a filled site, a load on it, and ratios to baselines."""
