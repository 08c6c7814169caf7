"""Whether the form of a question puts it out of scope, whatever words it uses."""


def refusal_of(cues: dict[str, int]) -> str | None:
    """Id of the refusal whose cues stand in the question, None where none does or a cue keeps it in scope."""
    for label in cues:
        kind, _, name = label.partition(":")
        if kind == "refuse" and f"unless:{name}" not in cues:
            return name
    return None
