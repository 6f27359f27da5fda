"""Trading Notices: the public notice publisher of a county's public resource trading centre."""
