"""Official texts: reading them into articles, paragraphs, items and sub-items, and finding one's way in them."""
