"""One module per question of the briefing: pure functions from DataFrames to DataFrames."""
