"""The numbers of the prose by topic, the sentences that speak them, and the tables they read."""
