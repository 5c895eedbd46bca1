"""What each raw table holds: columns, units, allowed values, one module per family of tables."""
