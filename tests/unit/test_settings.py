"""Settings come from the environment; an error names everything that is wrong at once."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, from_environment


def test_an_empty_environment_is_enough_for_the_terminal() -> None:
    settings = from_environment({})
    assert (settings.port, settings.host, settings.knowledge) == (3000, "127.0.0.1", ())


def test_values_are_read(tmp_path: Path) -> None:
    settings = from_environment(
        {
            "SLACK_BOT_TOKEN": " xoxb-1 ",
            "SLACK_APP_TOKEN": "xapp-1",
            "SLACK_SIGNING_SECRET": "secret",
            "PORT": "8080",
            "WHOSEJOB_HOST": "0.0.0.0",  # noqa: S104
            "WHOSEJOB_KNOWLEDGE": str(tmp_path),
            "WHOSEJOB_CACHE": "",
            "WHOSEJOB_SECRET_KEYS": "first, second,",
        }
    )
    assert (settings.slack_bot_token, settings.port, settings.host) == ("xoxb-1", 8080, "0.0.0.0")  # noqa: S104
    assert settings.knowledge == (tmp_path,)
    assert settings.secret_keys == ("first", "second")
    assert settings.cache is None


def test_every_wrong_and_missing_variable_is_named_in_one_message() -> None:
    settings = from_environment({"SLACK_BOT_TOKEN": "xoxp-1", "PORT": "many", "SLACK_API_URL": "nonsense"})
    with pytest.raises(SettingsError) as error:
        settings.require("slack_bot_token", "slack_signing_secret", "slack_api_url", "port")
    wanted = ("SLACK_BOT_TOKEN must start", "SLACK_SIGNING_SECRET", "SLACK_API_URL must start", "PORT must be")
    assert [name for name in wanted if name not in str(error.value)] == []


def test_a_knowledge_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nowhere"):
        from_environment({"WHOSEJOB_KNOWLEDGE": str(tmp_path / "nowhere")})


def test_a_terminal_needs_no_token() -> None:
    assert from_environment({"SLACK_BOT_TOKEN": "foo", "PORT": "many"}).port == 3000


def test_an_empty_host_does_not_open_every_interface() -> None:
    assert from_environment({"WHOSEJOB_HOST": " "}).host == "127.0.0.1"


@pytest.mark.parametrize(
    "port",
    [
        "-1",
        "65536",
        "80.0",
        "٣",
        "1" * 5000,
    ],
)
def test_a_port_is_a_number_in_range(port: str) -> None:
    with pytest.raises(SettingsError, match="PORT"):
        from_environment({"PORT": port}).require("port")


def test_port_0_is_the_next_free_one() -> None:
    settings = from_environment({"PORT": "0"})
    settings.require("port")
    assert settings.port == 0


def test_secrets_do_not_stand_in_the_message() -> None:
    with pytest.raises(SettingsError) as error:
        from_environment({"SLACK_BOT_TOKEN": "very-secret-token"}).require("slack_bot_token")
    assert "very-secret-token" not in str(error.value)


def test_every_missing_variable_is_named() -> None:
    with pytest.raises(SettingsError) as error:
        Settings(slack_bot_token="xoxb-1").require("slack_bot_token", "slack_app_token", "slack_signing_secret")
    assert "SLACK_APP_TOKEN, SLACK_SIGNING_SECRET" in str(error.value)
    assert "SLACK_BOT_TOKEN" not in str(error.value)


MANY = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "WHOSEJOB_SECRET_KEYS": "key"}


def test_many_workspaces_need_no_bot_token() -> None:
    settings = from_environment(MANY)
    assert settings.many
    settings.require(*settings.credentials)
    assert not from_environment({"SLACK_BOT_TOKEN": "xoxb-1"}).many


@pytest.mark.parametrize("lost", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "WHOSEJOB_SECRET_KEYS"])
def test_what_many_workspaces_lack_is_named_with_the_rest(lost: str) -> None:
    settings = from_environment({name: value for name, value in MANY.items() if name != lost})
    with pytest.raises(SettingsError, match=f"Missing in the environment: {lost}, SLACK_SIGNING_SECRET"):
        settings.require(*settings.credentials, "slack_signing_secret")


def test_one_workspace_and_many_at_once_is_an_error_for_those_who_serve() -> None:
    settings = from_environment({**MANY, "SLACK_BOT_TOKEN": "xoxb-1"})
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is for one workspace and SLACK_CLIENT_ID for many"):
        settings.require(*settings.credentials)


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"WHOSEJOB_CACHE": "/a"}, "/a"),
        ({"XDG_CACHE_HOME": "/b", "HOME": "/c"}, "/b/whosejob"),
        ({"HOME": "/c"}, "/c/.cache/whosejob"),
    ],
)
def test_where_the_cache_lies(environment: dict[str, str], folder: str) -> None:
    assert from_environment(environment).cache == Path(folder)


def test_keys_that_are_needed_are_named() -> None:
    with pytest.raises(SettingsError, match="WHOSEJOB_SECRET_KEYS"):
        from_environment({"WHOSEJOB_SECRET_KEYS": " , "}).require("secret_keys")


def test_the_readme_names_every_variable() -> None:
    asked: list[str] = []

    class Environment(dict[str, str]):
        def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
            asked.append(name)
            return default

    from_environment(Environment())
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert "WHOSEJOB_METRICS_TOKEN" in asked
    assert [name for name in asked if name != "HOME" and f"`{name}`" not in readme] == []
