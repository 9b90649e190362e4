"""Latin words that open the names of bodies: AI 产业联盟, 5G 应用|产业方阵, MEMS 技术研究院."""

from collections.abc import Sequence

from cmfacts.finders.lattice import Lattice, Piece

ASSOCIATION = "association"
LATIN_HEADED = (ASSOCIATION, "research")  # the classes of such bodies


def spaced(lattice: Lattice, left: int, pieces: Sequence[Piece], class_: str) -> Piece | None:
    """A Latin head with a space behind it, or a place before Latin: 5G |应用|产业方阵, 中国| AI |产业联盟.

    ``pieces`` stand between ``left`` and a tail of ``class_``.
    """
    if class_ not in LATIN_HEADED or lattice.text[left - 1 : left] != " ":
        return None
    piece = lattice.before(left - 1)
    if piece is None or (lattice.text[left].isascii() and piece.kind != "place"):
        return None
    latin = piece.text.isascii() and len(piece.text) > 1 and not piece.text.isdigit()
    told = bool(pieces) or class_ == ASSOCIATION
    return piece if told and (piece.kind == "place" or latin) and latin != lattice.text[left].isascii() else None
