"""What is due and what rests on which source, by how much of the verdict it carries."""
