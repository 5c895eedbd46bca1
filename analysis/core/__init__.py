"""What every room stands on, and what knows no subject: problems, files, locks, cache, columns."""
