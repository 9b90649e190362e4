"""The list of weak names: exactly its lines are known, and nothing is read before it is asked."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmfacts import Extractor
from cmfacts.errors import LexiconError
from cmfacts.finders.witness import LONGEST, SHORTEST, Witness
from cmfacts.lexicon import Lexicons, shipped

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=SHORTEST, max_size=LONGEST)


def witness(folder: Path, names: set[str]) -> Witness:
    (folder / "org").mkdir(exist_ok=True)
    (folder / "org" / "witness.tsv").write_text("witness\tnames\tsha256\nown.txt\t0\t-\n", "utf-8")
    (folder / "org" / "own.txt").write_bytes(b"".join(name + b"\n" for name in sorted(name.encode() for name in names)))
    return Witness(Lexicons([folder]))


@settings(deadline=None)
@given(names=st.sets(NAMES, min_size=1), others=st.sets(NAMES))
def test_knows_its_lines_and_no_others(tmp_path_factory, names, others):
    own = witness(tmp_path_factory.mktemp("lexicons"), names)
    shipped_list = Witness(Lexicons())
    assert all(own.knows(name) for name in names)
    assert {name for name in others - names if own.knows(name)} == {
        name for name in others - names if shipped_list.knows(name)
    }


def test_shipped_list_is_sorted_unique_and_the_one_its_table_names():
    data = (shipped() / "org" / "witness.txt").read_bytes()
    lines = data.removesuffix(b"\n").split(b"\n")
    ((_, count, digest),) = next(Lexicons().of("org", "witness")).select("witness", "names", "sha256")
    assert lines == sorted(set(lines))
    assert (str(len(lines)), hashlib.sha256(data).hexdigest()) == (count, digest)
    known = Witness(Lexicons())
    assert all(known.knows(line.decode()) for line in lines[::97])


def test_edges_of_names_in_a_text(tmp_path):
    own = witness(tmp_path, {"云杉芯", "杉芯", "云杉芯动"})
    doc = Extractor().prepare("收购云杉芯动")
    assert doc.tokens.words[1:] == ["云杉", "芯", "动"]
    assert list(own.ends(doc, 2)) == [6, 5]
    assert list(own.starts(doc, 5)) == [2]  # no word begins at 杉芯


def test_a_list_that_is_missing_is_named_when_it_is_asked(tmp_path):
    own = witness(tmp_path, {"云杉"})
    (tmp_path / "org" / "own.txt").unlink()
    with pytest.raises(LexiconError, match=r"own\.txt"):
        own.knows("云杉芯")
