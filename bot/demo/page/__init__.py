"""The local workspace in a browser: `whosejob demo`."""
