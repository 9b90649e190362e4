"""What two revisions make of the same texts: which mentions and facts were gained and lost, with the words around.

    python benchmarks/gains.py OLD NEW [TEXTS...] [--type fact] [--show 40]

OLD and NEW are each a git revision, ``.`` for the working tree, or a file that ``cmfacts batch --with-text`` wrote.
Revisions read TEXTS: what ``cmfacts batch`` reads. Of each type a sample is shown, the same in every run.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

TREE = Path(__file__).parents[1]
ENTITIES = {"org": "organizations", "date": "dates", "sector": "sectors", "initiative": "initiatives"}
VALUES = {"org": "class", "date": "value", "sector": "code", "initiative": "kind"}
TYPES = (*ENTITIES, "fact")
AROUND = 25  # code points shown on each side of a mention

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("texts", nargs="*")
    parser.add_argument("--type", choices=TYPES, action="append", help="only these; default: all")
    parser.add_argument("--show", type=int, default=20, metavar="N", help="so many of each; default 20")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        old, new = (_results(name, options.texts, Path(folder)) for name in (options.old, options.new))
        pairs: list[tuple[Row, Row]] = list(zip_longest(_rows(old), _rows(new), fillvalue={}))
    for type in options.type or TYPES:
        gained, lost = compare(pairs, type)
        for what, found in (("gained", gained), ("lost", lost)):
            print(f"{type}: {len(found)} {what}")
            chosen = sorted(random.Random(0).sample(range(len(found)), min(options.show, len(found))))
            print("".join(f"  {found[index]}\n" for index in chosen), end="")


def compare(pairs: Iterable[tuple[Row, Row]], type: str) -> tuple[list[str], list[str]]:
    """What the second of each pair of results has and the first has not, and the other way round, ready to show."""
    gained: list[str] = []
    lost: list[str] = []
    for old, new in pairs:
        if old.get("id") != new.get("id"):
            raise SystemExit(f"the results are of other texts: {old.get('id')} against {new.get('id')}")
        before, after = found(old, type), found(new, type)
        gained += [after[key] for key in after if key not in before]
        lost += [before[key] for key in before if key not in after]
    return gained, lost


def found(row: Row, type: str) -> dict[str, str]:
    """All of one type in one article, by what makes two the same (place and value, a fact's names), as it is shown."""
    if type == "fact":
        names = {
            entity["id"]: str(entity.get("name") or entity.get("value"))
            for key in ENTITIES.values()
            for entity in row.get(key, ())
        }
        return dict(_fact(row["id"], fact, names) for fact in row.get("facts", ()))
    return {
        f"{mention['start']}:{mention['end']} {entity[VALUES[type]]}": _mention(row, mention, entity[VALUES[type]])
        for entity in row.get(ENTITIES[type], ())
        for mention in entity["mentions"]
    }


def _fact(id: str, fact: Row, names: dict[str, str]) -> tuple[str, str]:
    roles = ", ".join(sorted(f"{each['role']}={names.get(each['ref'], each['ref'])}" for each in fact["arguments"]))
    said = " ".join(filter(None, (fact["modality"], "negated" * fact["negated"], names.get(fact["date"], ""))))
    told = f"{fact['type']}({roles}) {said}"
    return told, f"{id}  {told}  {_line(fact['evidence'][0]['text'])}  [{fact['rule']}]"


def _mention(row: Row, mention: Row, value: str) -> str:
    text, start, end = row.get("text", ""), mention["start"], mention["end"]
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"{row['id']}  {_line(before)}[{mention['text']}]{_line(after)}  {value}  [{mention['rule']}]"


def _line(text: str) -> str:
    return text.replace("\n", "/")


def _rows(path: Path) -> Iterator[Row]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _results(name: str, texts: list[str], folder: Path) -> Path:
    """The results of that name: a file as it is, else what that revision makes of the texts."""
    if Path(name).is_file():
        return Path(name)
    asked = ["git", "rev-parse", "--quiet", "--verify", name]
    known = name == "." or not subprocess.run(asked, cwd=TREE, stdout=subprocess.DEVNULL).returncode
    if not texts or not known:
        sys.exit(f"{name} is no file of results, and no revision with texts to read")
    tree, output = TREE, Path(tempfile.mkdtemp(dir=folder), "results.jsonl")
    if name != ".":
        archive, tree = output.with_name("tree.zip"), output.with_name("tree")
        subprocess.run(["git", "archive", "--format=zip", "-o", str(archive), name], cwd=TREE, check=True)
        shutil.unpack_archive(archive, tree)
    command = (sys.executable, "-m", "cmfacts", "batch", *texts, "-o", str(output), "--with-text", "--quiet")
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(tree / "src")}, check=True)
    return output


if __name__ == "__main__":
    main()
