"""The Slack app: what it listens to and what it shows."""
