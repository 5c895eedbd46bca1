"""Pages of single rows: an announcement, a stockpile programme, a project, and all known of it."""
