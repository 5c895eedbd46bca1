"""The researched tables: read, check, describe, and cut back to what was known on a date."""
