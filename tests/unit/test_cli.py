"""The `whosejob` command: what it prints and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.answering.answer import KEYS
from bot.cli import main

ENVIRONMENT = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "PORT",
    "WHOSEJOB_KNOWLEDGE",
    "DATABASE_URL",
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def environment(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WHOSEJOB_CACHE", str(cache))


def run(*arguments: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(main, list(arguments), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_an_answer_is_shown_and_the_exit_code_is_0() -> None:
    result = run("ask", "who patches the guest operating system on EC2?")
    assert result.exit_code == 0
    shown = " ".join(result.stdout.replace("│", " ").split())
    assert "for Amazon EC2 is your job." in shown
    assert "https://" in shown


def test_words_need_no_quotes() -> None:
    quoted = run("ask", "--json", "who patches EC2?").stdout
    assert run("ask", "--json", "who", "patches", "EC2?").stdout == quoted


@pytest.mark.parametrize("text", ["what is the capital of France?", "zxqv", "", "🎉"])
def test_nothing_known_is_exit_code_1(text: str) -> None:
    result = run("ask", "--json", text)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["owner"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "--nothing", "x"),
        ("nothing",),
        ("kb", "show"),
        ("kb", "nothing"),
        ("kb", "show", "no-such-service"),
        ("kb", "show", "rds", "no_such_topic"),
        ("kb", "show", "rds", "guest_os_patching/nothing"),
    ],
)
def test_wrong_use_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr


@pytest.mark.parametrize(
    "text", ["who patches EC2?", "who patches EKS?", "RDS", "hello", "who patches RDS? who patches EC2?"]
)
def test_ask_prints_the_object_of_batch(text: str) -> None:
    asked: dict[str, Any] = json.loads(run("ask", "--json", text).stdout)
    batched: dict[str, Any] = json.loads(run("batch", stdin=json.dumps({"id": 1, "text": text}) + "\n").stdout)
    assert list(asked) == list(KEYS)
    assert batched.pop("id") == 1
    assert asked == batched


def test_explain_leaves_the_json_alone() -> None:
    result = run("ask", "--json", "--explain", "who patches EC2?")
    json.loads(result.stdout)
    assert "candidate:" in result.stderr


def test_batch_goes_on_after_a_malformed_line() -> None:
    result = run("batch", stdin='oops\n{"id": 2, "text": "who patches EC2?"}\n')
    first, second = map(json.loads, result.stdout.splitlines())
    assert "line 1" in first["error"]
    assert second["id"] == 2
    assert result.exit_code == 0


def test_batch_of_nothing_prints_nothing() -> None:
    result = run("batch", stdin="")
    assert (result.exit_code, result.stdout) == (0, "")


def test_chat_answers_until_the_end() -> None:
    result = run("chat", stdin="who patches EC2?\n\nexit\n")
    assert result.exit_code == 0
    assert "Amazon EC2" in result.stdout


def test_services_as_json() -> None:
    rows = json.loads(run("kb", "services", "--json").stdout)
    by_id = {row["id"]: row for row in rows}
    for row in rows:
        assert {"id", "name", "aliases", "class", "variants", "botocore", "status"} <= set(row)
    assert by_id["rds"]["class"] == "managed"
    assert "rds" in by_id["rds"]["botocore"]
    assert len(by_id) == len(rows)


def test_services_as_text() -> None:
    assert any(line.startswith("rds ") for line in run("kb", "services").stdout.splitlines())


def test_show_a_service_a_topic_and_a_duty() -> None:
    assert "Amazon RDS" in run("kb", "show", "rds").stdout
    assert "Amazon RDS" in run("kb", "show", "RDS", "platform_engine_patching").stdout
    assert run("kb", "show", "rds", "platform_engine_patching/apply_engine_patches").exit_code == 0


def test_a_near_miss_names_services_that_exist() -> None:
    assert "rds" in run("kb", "show", "rdss").stderr


def test_check_lists_faults_and_ends_non_zero(tmp_path: Path) -> None:
    service = tmp_path / "services" / "ours.yaml"
    service.parent.mkdir()
    service.write_text("id: ours\nname: Ours\nalias: [x]\ngroup: 3\n")
    result = run("kb", "check", str(tmp_path))
    assert result.exit_code != 0
    assert f"{service}:3: alias: unknown key" in result.stdout
    assert f"{service}:4: group:" in result.stdout
    assert "faults" in result.stdout


def test_check_of_a_folder_that_is_not_there_ends_non_zero(tmp_path: Path) -> None:
    assert run("kb", "check", str(tmp_path / "nowhere")).exit_code != 0


def test_a_damaged_cache_is_of_no_consequence(cache: Path) -> None:
    before = run("ask", "--json", "who patches EC2?").stdout
    for file in cache.glob("*.msgpack"):
        file.write_bytes(file.read_bytes()[:-100])
    assert run("ask", "--json", "who patches EC2?").stdout == before


def test_a_broken_overlay_is_told_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = tmp_path / "services" / "ours.yaml"
    service.parent.mkdir()
    service.write_text("id: [\n")
    monkeypatch.setenv("WHOSEJOB_KNOWLEDGE", str(tmp_path))
    result = run("ask", "who patches RDS?")
    assert result.exit_code == 2
    assert str(service) in result.stderr


def test_a_wrong_setting_is_one_message_and_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "many")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "wrong")
    monkeypatch.delenv("SLACK_SIGNING_SECRET", raising=False)
    result = run("serve")
    assert result.exit_code == 2
    assert [name for name in ("PORT", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET") if name not in result.stderr] == []
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("command", "names"),
    [("serve", ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")), ("socket", ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"))],
)
def test_missing_tokens_are_named_all_at_once(command: str, names: tuple[str, ...]) -> None:
    result = run(command)
    assert result.exit_code == 2
    assert [name for name in names if name not in result.stderr] == []


def test_the_manifest_can_be_pasted() -> None:
    import yaml

    socket_mode = yaml.safe_load(run("manifest").stdout)
    assert socket_mode["settings"]["socket_mode_enabled"] is True
    over_http = yaml.safe_load(run("manifest", "--url", "https://bot.example.com").stdout)
    assert "https://bot.example.com" in json.dumps(over_http)
    assert "/whosejob" in json.dumps(over_http)


@pytest.mark.parametrize(("text", "code"), [("who patches EC2?", 0), ("zxqv", 1)])
def test_the_whole_process(cache: Path, text: str, code: int) -> None:
    environment = {**os.environ, "WHOSEJOB_CACHE": str(cache)}
    command = [sys.executable, "-m", "bot", "ask", "--json", text]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert result.returncode == code, result.stderr
    assert result.stderr == ""
    assert json.loads(result.stdout)["text"] == text


def test_a_manifest_for_many_workspaces_needs_an_address() -> None:
    import yaml

    lost = run("manifest", "--many")
    assert (lost.exit_code, "--url" in lost.stderr) == (2, True)
    many = yaml.safe_load(run("manifest", "--many", "--url", "https://bot.example.com").stdout)
    assert many["oauth_config"]["redirect_urls"] == ["https://bot.example.com/slack/oauth_redirect"]
