"""What a cell of a document calls, and what it prints."""
