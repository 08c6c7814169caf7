"""Question and catalog to answer: which reading, which owner, in which words. Pure; knows no Slack."""
