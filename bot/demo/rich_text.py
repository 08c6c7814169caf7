"""The schema of the rich text block, which also stands in the cells of tables."""

from __future__ import annotations

from bot.demo.checking import boolean, by_type, choice, integer, items, record, string

_TYPE = {"type": string()}
_STYLE = record(
    optional=dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    )
)
_INLINE = by_type(
    {
        "text": record({**_TYPE, "text": string()}, {"style": _STYLE}),
        "link": record({**_TYPE, "url": string()}, {"text": string(), "unsafe": boolean, "style": _STYLE}),
        "user": record({**_TYPE, "user_id": string()}, {"style": _STYLE}),
        "usergroup": record({**_TYPE, "usergroup_id": string()}, {"style": _STYLE}),
        "channel": record({**_TYPE, "channel_id": string()}, {"style": _STYLE}),
        "emoji": record({**_TYPE, "name": string()}, {"unicode": string(), "skin_tone": integer(), "style": _STYLE}),
        "broadcast": record({**_TYPE, "range": choice("here", "channel", "everyone")}, {"style": _STYLE}),
        "color": record({**_TYPE, "value": string()}, {"style": _STYLE}),
        "date": record(
            {**_TYPE, "timestamp": integer(), "format": string()},
            {"url": string(), "fallback": string(), "style": _STYLE},
        ),
    }
)
_SECTION = record({**_TYPE, "elements": items(_INLINE, least=0)})
_RICH = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": record(
            {
                **_TYPE,
                "style": choice("bullet", "ordered"),
                "elements": items(by_type({"rich_text_section": _SECTION})),
            },
            {"indent": integer(0, 8), "offset": integer(), "border": integer(0, 1)},
        ),
        "rich_text_quote": record({**_TYPE, "elements": items(_INLINE, least=0)}, {"border": integer(0, 1)}),
        "rich_text_preformatted": record(
            {**_TYPE, "elements": items(_INLINE, least=0)}, {"border": integer(0, 1), "language": string()}
        ),
    }
)

RICH_TEXT = record({**_TYPE, "elements": items(_RICH)}, {"block_id": string(255)})
"""A ``rich_text`` block."""
