"""The pages of minerals and governments: what is on record of each, from all tables together."""
