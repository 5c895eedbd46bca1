"""How the report and its parts are cited."""
