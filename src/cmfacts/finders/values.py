"""What a candidate of each kind carries: the value that its mention would have. Hashable, so that equal ones join."""

from cmfacts.engine.record import record


@record
class OrganizationValue:
    """``key`` is shared by all names of one organization; ``class_`` is one of the contract's classes."""

    key: str
    full_name: str | None
    class_: str


@record
class DateValue:
    """``value`` is EDTF; ``kind`` its precision: day, month, year, quarter, half, season, decade, century, range.
    ``apart`` parts what has one value and need not be one date: 今天 and 昨天 of a text that nothing dates.
    """

    value: str
    kind: str
    apart: str = ""


@record
class SectorValue:
    """``code`` in GB/T 4754-2017, ``name`` that code's official name, ``term`` the field as one canonical term;
    ``strategic`` and ``digital`` its codes in the two other classifications, where they have it.
    """

    code: str
    name: str
    term: str
    strategic: str = ""
    digital: str = ""


@record
class InitiativeValue:
    """``name`` is the initiative's canonical name, ``kind`` one of plan, action, project, strategy, document, event,
    award, platform.
    """

    name: str
    kind: str
