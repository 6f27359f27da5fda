"""How a price is chosen in a form: its form and its currency, the same wherever one is stated."""

from wtforms import Form

from trading.domain.codes import Currency, PriceForm


def offer_prices(fields: Form) -> None:
    """Let the clerk choose among the price forms and currencies."""
    if "price_form" in fields:
        fields["price_form"].choices = [(one.value, one.zh) for one in PriceForm]
    fields["currency"].choices = [(one.value, one.zh) for one in Currency]


def read_price_form(slug: str | None) -> PriceForm:
    """A form that is not offered can only come from a forged request; it reads as other."""
    try:
        return PriceForm(slug or "")
    except ValueError:
        return PriceForm.OTHER
