"""What the formats share: harmless text, places, code frames, the summary, and the style they obey."""
