"""What stands beside the documents: permalinks, embeds, downloads, search."""
