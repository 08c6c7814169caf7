"""Text to question: words, concepts, services, targets, intent. Pure."""
