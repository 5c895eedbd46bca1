"""Figures, tables and facts of the report, made from `data/processed` alone."""
