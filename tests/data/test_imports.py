"""Dependencies point one way, and every module says in its first line what it is."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import bot

BOT = Path(bot.__file__).parent
MODULES = sorted(BOT.rglob("*.py"))
PURE = {
    "errors": set(),
    "settings": {"errors"},
    "workspace_key": set(),
    "preferences": set(),
    "subscription": set(),
    "catalog": {"errors"},
    "parsing": {"catalog"},
    "answering": {"catalog", "parsing"},
    "study": {"catalog", "subscription"},
}
"""Part of bot/ -> the other parts that it may import."""
ON_TOP = {"slack", "web", "demo", "terminal", "cli", "jobs", "__main__"}
"""Parts that none of those beneath may import."""
TOPMOST = {"cli", "web", "demo", "__main__"}


ROOMS_BY_FOLDER = {"demo", "listeners", "migrations", "__init__.py"}
"""What the map in bot/README.md names as a whole."""
SLACK = sorted((BOT / "slack").rglob("*.py"))
VIEWS = "bot.slack.views"
BESIDE_VIEWS = {"bot.slack.asked", "bot.slack.limits", "bot.slack.picked"}
"""What views know of the Slack app beside each other: what buttons carry, and what Slack takes."""


def name_of(module: Path) -> str:
    """`parsing/text.py` for bot/parsing/text.py."""
    return str(module.relative_to(BOT))


def part_of(module: Path) -> str:
    """The part of bot/ in which a module lies: a folder's or a top module's name."""
    return module.relative_to(BOT).parts[0].removesuffix(".py")


def imported(module: Path) -> Iterator[str]:
    """Full names of everything that a module imports, inside functions too."""
    package = ["bot", *module.relative_to(BOT).parts[:-1]]
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *(node.module.split(".") if node.module else [])])
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names if name == "bot")


def full_name(module: Path) -> str:
    """`bot.slack.views` for bot/slack/views/__init__.py."""
    return ".".join(("bot", *module.relative_to(BOT).with_suffix("").parts)).removesuffix(".__init__")


def modules_imported(module: Path) -> Iterator[str]:
    """Full names of the modules of bot/ that a module imports things from; a package is not its modules."""
    known = {full_name(one) for one in MODULES}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield name if name in known else node.module


def parts_imported(module: Path) -> set[str]:
    """The other parts of bot/ that a module imports."""
    names = [name.split(".") for name in imported(module)]
    return {name[1] for name in names if name[0] == "bot" and len(name) > 1} - {part_of(module)}


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 20
    assert "catalog" in parts_imported(BOT / "parsing" / "vocabulary.py")


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_dependencies_point_one_way(module: Path) -> None:
    part, used = part_of(module), parts_imported(module)
    if part in PURE:
        assert used <= PURE[part]
    elif part not in ON_TOP:
        assert not used & ON_TOP
    elif part not in TOPMOST:
        assert not used & TOPMOST


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_the_world_outside_is_met_in_few_places(module: Path) -> None:
    part = part_of(module)
    roots = {name.split(".")[0] for name in imported(module)}
    if part not in ("slack", "demo", "jobs"):
        assert not {root for root in roots if root.startswith("slack_")}
    if part != "store":
        assert not roots & {"sqlalchemy", "aiosqlite", "alembic"}
    if part in PURE and part != "settings":
        assert not roots & {"socket", "aiohttp", "urllib", "requests", "random", "asyncio", "uvicorn"}


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_settings_reads_the_environment(module: Path) -> None:
    read = [
        node.attr
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    ]
    taken = [name for name in imported(module) if name in ("os.environ", "os.getenv")]
    assert part_of(module) == "settings" or not read + taken


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_every_module_opens_with_a_sentence(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    assert docstring, "a module opens with one sentence that says what it is"
    first = docstring.split("\n\n")[0].strip()
    assert first.endswith((".", "?", ":")), first


def goes_in_circles(uses: Mapping[str, set[str]]) -> list[str]:
    """What can be reached from itself."""

    def reaches(start: str, goal: str, seen: set[str]) -> bool:
        following = uses.get(start, set()) - seen
        seen |= following
        return goal in following or any(reaches(one, goal, seen) for one in following)

    return [one for one in uses if reaches(one, one, set())]


def test_the_map_names_every_module() -> None:
    told = (BOT / "README.md").read_text(encoding="utf-8")
    rooms = [module for module in MODULES if not ROOMS_BY_FOLDER.intersection(module.relative_to(BOT).parts)]
    assert [name_of(one) for one in rooms if not any(f"{sign}{one.name}`" in told for sign in "/`")] == []


def test_parts_do_not_go_in_circles() -> None:
    uses: dict[str, set[str]] = {}
    for module in MODULES:
        uses.setdefault(part_of(module), set()).update(parts_imported(module))
    assert goes_in_circles(uses) == []
    assert goes_in_circles({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c"]


def test_modules_of_the_slack_app_do_not_go_in_circles() -> None:
    assert goes_in_circles({full_name(module): set(modules_imported(module)) for module in SLACK}) == []


@pytest.mark.parametrize("module", sorted((BOT / "slack" / "views").glob("*.py")), ids=name_of)
def test_views_show_what_they_are_given(module: Path) -> None:
    beside = {name for name in imported(module) if name.startswith("bot.slack.") and not name.startswith(VIEWS)}
    assert beside <= BESIDE_VIEWS
    assert parts_imported(module) <= {"answering", "catalog", "preferences", "slack", "study", "subscription"}


@pytest.mark.parametrize("module", SLACK, ids=name_of)
def test_nothing_leans_on_a_listener(module: Path) -> None:
    used = {name for name in imported(module) if name.startswith("bot.slack.listeners")}
    assert not used or module in (BOT / "slack" / "app.py", BOT / "slack" / "listeners" / "__init__.py")
