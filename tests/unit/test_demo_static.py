"""The files of the demo's page: no text can become HTML, nothing comes from elsewhere, each says what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "bot" / "demo" / "page" / "static"
VENDOR = STATIC / "vendor"
OURS = sorted(STATIC.glob("*.js"))
DANGEROUS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTML|srcdoc"
    r"|\beval\b|new Function"
)
ELSEWHERE = re.compile(r"""(?:from|import)\s*\(?\s*["'](?!\./)|url\(\s*["']?(?:https?:)?//|@import|src=["']https?:""")


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_a_module_makes_no_html_and_says_what_it_is(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not DANGEROUS.search(text)
    assert not ELSEWHERE.search(text)
    assert re.match(r"/\*\*[^*]*[.:]", text), "opens with a sentence"
    assert len(text.splitlines()) < 250


def test_nothing_is_loaded_from_elsewhere() -> None:
    for file in [*STATIC.glob("*.css"), *STATIC.glob("*.html")]:
        assert not ELSEWHERE.search(file.read_text(encoding="utf-8")), file.name


def test_what_is_not_ours_is_listed_with_its_licence() -> None:
    listed = (VENDOR / "README.md").read_text(encoding="utf-8")
    for file in VENDOR.glob("*.js"):
        assert f"| `{file.name}` |" in listed
        assert "sourceMappingURL" not in file.read_text(encoding="utf-8")
    licences = re.findall(r"`([\w.-]+\.LICENSE)`", listed)
    assert sorted(licences) == sorted(file.name for file in VENDOR.glob("*.LICENSE"))


def test_the_page_asks_for_all_modules_at_once() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    asked = re.findall(r'(?:modulepreload" href|module" src)="/static/([^"]+)"', page)
    assert asked == [*sorted(set(asked) - {"main.js"}), "main.js"]
    assert set(asked) == {str(file.relative_to(STATIC)) for file in [*OURS, *VENDOR.glob("*.js")]}
