"""Coordination versus capacity: from raw tables to a rendered briefing."""
