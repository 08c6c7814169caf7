"""Background work: what places are sent by the clock is kept scheduled at Slack, which holds the clock."""
