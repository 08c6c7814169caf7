"""Which tip, when: pure decisions over the lessons, without clock, store or Slack."""
