"""The name that all kept of a workspace is filed under: `T1`, or `E1/T1` in an enterprise, which itself is `E1/`."""


def workspace_key(enterprise_id: str | None, team_id: str | None) -> str:
    """The name of a workspace or, without a team, of an enterprise."""
    return f"{enterprise_id}/{team_id or ''}" if enterprise_id else team_id or ""


def ids_of(workspace: str) -> tuple[str | None, str | None]:
    """The enterprise and the team that a name is made of."""
    enterprise, _, team = workspace.rpartition("/")
    return enterprise or None, team or None


def same_place(workspace: str, place: str) -> bool:
    """Whether a workspace is the one named, or of the enterprise named (`E1/`)."""
    return workspace == place or (place.endswith("/") and workspace.startswith(place))


def around(workspace: str) -> str:
    """What a person's id is unique in: the enterprise of a workspace (`E1/`), or the workspace that is in none."""
    enterprise, slash, _ = workspace.partition("/")
    return enterprise + slash
