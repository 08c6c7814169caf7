"""Why nothing can be posted to a place, in words, and what to do about it."""

RESTRICTED = "only some people may post there; let me post too, or choose another channel"
GONE = "I was removed from this workspace or my token was revoked; whoever looks after apps can install me again"
WORDS = {
    "is_archived": "the channel is archived; unarchive it, or choose another one",
    "channel_is_archived": "the channel is archived; unarchive it, or choose another one",
    "channel_not_found": "the channel was deleted, or is private and I am not in it; type `/invite @whosejob` there",
    "not_in_channel": "I am not in the channel; type `/invite @whosejob` there",
    "restricted_action": RESTRICTED,
    "restricted_action_read_only_channel": RESTRICTED,
    "restricted_action_thread_only_channel": "only replies in threads are allowed there; choose another channel",
    "restricted_action_non_threadable_channel": RESTRICTED,
    "user_not_found": "the person's account was deactivated",
    "user_disabled": "the person's account was deactivated",
    "cannot_dm_bot": "I cannot write to that account",
    "messages_tab_disabled": "direct messages to me are switched off in this workspace",
    "missing_scope": "I was installed without the permission; whoever looks after apps can install me again",
    "team_access_not_granted": "I have no access to this workspace; whoever looks after apps can add me again",
    "token_revoked": GONE,
    "token_expired": GONE,
    "account_inactive": GONE,
    "invalid_auth": GONE,
    "not_installed": GONE,
    "unknown_zone": "I no longer know the time zone; choose another one with `/whosejob tips`",
}
"""Slack's error, or our own word for what is wrong -> what people are told."""


def trouble_words(code: str) -> str:
    """What is wrong and what to do, as mrkdwn for the middle of a sentence.

    Args:
        code: as `Subscription.trouble` keeps it.
    """
    return WORDS.get(code, "Slack does not let me post there")
