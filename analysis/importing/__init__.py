"""New rows from other people's files: read, match, convert, plan, check, and only then write."""
