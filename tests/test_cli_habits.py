"""The command line's habits: examples in every help, own lexicons from settings, doctor, completion."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from cmfacts.cli.examples import EXAMPLES

SAMPLES = Path(__file__).parents[1] / "samples"
TEXT = "云岭七号于2020年11月19日在广州启动星辰计划，星云协会参加。"


def run(*arguments, cwd, stdin="", **environment):
    return subprocess.run(
        ["cmfacts", *arguments], capture_output=True, text=True, cwd=cwd, input=stdin, env={**os.environ, **environment}
    )


def own(folder, rows="云岭七号\tresearch\n"):
    (folder / "org").mkdir(parents=True, exist_ok=True)
    (folder / "org" / "mine.tsv").write_text("name\tclass\n" + rows, encoding="utf-8")
    return folder


def found(done):
    import json

    assert done.returncode == 0, done.stderr
    return {organization["name"]: organization["class"] for organization in json.loads(done.stdout)["organizations"]}


@pytest.fixture
def place(tmp_path):
    """A folder with all that the examples name."""
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "two.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "more.jsonl").write_text('{"text": "星云协会成立。"}\n', encoding="utf-8")
    (tmp_path / "gold.jsonl").write_bytes((SAMPLES / "gold.jsonl").read_bytes())
    (tmp_path / ".bash_completion").touch()
    return tmp_path


@pytest.mark.parametrize("example", [example for examples in EXAMPLES.values() for example in examples])
def test_the_examples_of_the_help_pages_run(example, place):
    if example == "cmfacts lexicon check my-lexicons":
        own(place / "my-lexicons")
    if "| jq" in example:
        example = example.partition("| jq")[0]
    done = subprocess.run(
        ["bash", "-c", example], cwd=place, capture_output=True, text=True, env={**os.environ, "HOME": str(place)}
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", EXAMPLES)
def test_every_help_page_ends_in_its_examples(command, tmp_path):
    shown = [line.strip() for line in run(command, "--help", cwd=tmp_path).stdout.splitlines()]
    assert shown[-len(EXAMPLES[command]) :] == list(EXAMPLES[command])


# --- own lexicons from settings


def test_the_projects_the_environments_and_the_options_lexicons_add_up(place):
    (place / "cmfacts.toml").write_text('lexicons = ["first"]\n', encoding="utf-8")
    own(place / "first", "云岭七号\tresearch\n星云协会\tmedia\n")
    deep = place / "a" / "b"
    deep.mkdir(parents=True)
    arguments = ("extract", str(place / "article.txt"))
    assert found(run(*arguments, cwd=deep)) == {"云岭七号": "research", "星云协会": "media"}
    second = str(own(place / "second", "云岭七号\tfinance\n"))
    third = str(own(place / "third", "云岭七号\tcompany\n"))
    assert found(run(*arguments, cwd=deep, CMFACTS_LEXICONS=second))["云岭七号"] == "finance"
    last = run(*arguments, "--lexicon", third, cwd=deep, CMFACTS_LEXICONS=second)
    assert found(last) == {"云岭七号": "company", "星云协会": "media"}


def test_pyproject_counts_where_it_has_a_table_for_us(place):
    own(place / "mine")
    (place / "pyproject.toml").write_text('[tool.cmfacts]\nlexicons = ["mine"]\n', encoding="utf-8")
    inner = place / "package"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert "云岭七号" in found(run("extract", "../article.txt", cwd=inner))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cmfacts.toml", "lexicons = [", "is not TOML"),
        ("cmfacts.toml", 'lexicons = "mine"', 'write it as lexicons = ["my-lexicons"]'),
        ("cmfacts.toml", 'lexicon = ["mine"]', "did you mean lexicons?"),
        ("cmfacts.toml", 'lexicons = ["missing"]', "is not a folder of lexicons"),
        ("pyproject.toml", "[tool.cmfacts]\ncolour = 1", "unknown setting 'colour'"),
    ],
)
def test_bad_settings_are_one_line_that_names_the_file(place, name, content, said):
    (place / name).write_text(content, encoding="utf-8")
    done = run("extract", "article.txt", cwd=place)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert said in line
    assert str(place) in line


# --- lexicon new and check


def test_a_new_folder_of_lexicons_is_valid_and_its_examples_work(tmp_path):
    made = run("lexicon", "new", "mine", cwd=tmp_path)
    assert made.returncode == 0
    paths = [tmp_path / line for line in made.stdout.splitlines()]
    assert {path.parent.name for path in paths} == {"org", "place", "date", "sector", "initiative", "fact"}
    assert run("lexicon", "check", "mine", cwd=tmp_path).returncode == 0
    for path in paths:  # the examples, which stand last before the header, without their marks
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [line.removeprefix("# ") for line in lines if line.startswith("#") and "\t" in line]
        path.write_text("\n".join([lines[-1], *rows]), encoding="utf-8")
        assert rows
    checked = run("lexicon", "check", "mine", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    text = "2024年云杉开放日，瀚辰与百度启动云杉行动，发展低空观光。瀚辰通信将砺芯微电子揽入麾下。"
    assert "百度" in found(run("extract", cwd=tmp_path, stdin=text))
    assert found(run("extract", "--lexicon", "mine", cwd=tmp_path, stdin=text))["瀚辰"] == "company"
    assert "百度" not in found(run("extract", "--lexicon", "mine", cwd=tmp_path, stdin=text))


def test_a_new_folder_overwrites_nothing(tmp_path):
    own_table = own(tmp_path / "mine") / "org" / "own-names.tsv"
    own_table.write_text("name\n云杉\n", encoding="utf-8")
    done = run("lexicon", "new", "mine", cwd=tmp_path)
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert own_table.read_text(encoding="utf-8") == "name\n云杉\n"
    assert not (tmp_path / "mine" / "date").exists()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("星舟\tcompany\t\t\n", "mine.tsv:2: 星舟 is shadowed: "),
        ("百度\tcompany\t\t\n", "mine.tsv:2: 百度 changes nothing: "),
        (
            "云岭七号\tcompany\t云七\t\n云岭八号\tcompany\t云七\t\n",
            "mine.tsv:3: 云七 is ambiguous: it is a name of 云岭七号",
        ),
        ("学习\tcompany\t\t\n", "mine.tsv:2: 学习 is ambiguous: it is an ordinary word"),
    ],
)
def test_check_names_rows_that_are_useless_shadowed_or_ambiguous(tmp_path, rows, fault):
    folder = own(tmp_path / "mine")
    (folder / "org" / "mine.tsv").write_text("name\tclass\talso\twhen\n" + rows, encoding="utf-8")
    (folder / "org" / "zz.tsv").write_text("name\tclass\n星舟\tresearch\n", encoding="utf-8")
    done = run("lexicon", "check", "mine", cwd=tmp_path)
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if fault in line], done.stdout


# --- doctor and completion


def test_doctor_shows_what_is_in_use(place):
    (place / "cmfacts.toml").write_text('lexicons = ["mine"]\n', encoding="utf-8")
    own(place / "mine")
    done = run("doctor", cwd=place)
    assert done.returncode == 0
    for said in ("cmfacts     ", "tokenizer   rjieba", "typer", "extra html", "cmfacts.toml", "mine: 1 table, 1 row"):
        assert said in done.stdout
    (place / "mine" / "org" / "mine.tsv").write_text("name\tname\n", encoding="utf-8")
    broken = run("doctor", cwd=place)
    assert broken.returncode == 1
    assert "names a column twice" in broken.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell, tmp_path):
    done = run("completion", shell, cwd=tmp_path)
    assert done.returncode == 0
    assert "_CMFACTS_COMPLETE" in done.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [(("ex",), {"extract", "explain"}), (("extract", "--format", "js"), {"json", "jsonl"})],
)
def test_bash_completes(words, offered, tmp_path):
    script = tmp_path / "completion.bash"
    script.write_text(run("completion", "bash", cwd=tmp_path).stdout, encoding="utf-8")
    asked = f"source {script}; COMP_WORDS=(cmfacts {shlex.join(words)}); COMP_CWORD={len(words)}"
    done = subprocess.run(
        ["bash", "-c", f'{asked}; _cmfacts_completion cmfacts; printf "%s\\n" "${{COMPREPLY[@]}}"'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) == offered


def test_an_unknown_shell_gets_a_hint(tmp_path):
    done = run("completion", "bsh", cwd=tmp_path)
    assert done.returncode == 2
    assert "did you mean bash?" in done.stderr
