"""Personal data in a notice: found, asked about, and masked (domain.md §7)."""

from trading.domain.privacy.asking import privacy_findings
from trading.domain.privacy.masking import Masked, mask, mask_html, public_numbers
from trading.domain.privacy.numbers import Kind

__all__ = ["Kind", "Masked", "mask", "mask_html", "privacy_findings", "public_numbers"]
