"""Real processes of the bot that die, lose their database or their Slack, and what was posted all the same."""
