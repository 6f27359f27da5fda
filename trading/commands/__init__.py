"""The subcommands of `trading`, a file per area; `trading.cli` puts them together."""
