"""Channels in many workspaces over simulated weeks: what workers that die all the time post, and what they should."""
