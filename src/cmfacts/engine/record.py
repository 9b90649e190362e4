"""How the values that a text yields by the hundred are declared."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A slotted, hashable dataclass that nothing changes once it is made: the type checker holds it to be frozen.

    At run time it is not: Python makes a frozen one in four times the time, one ``object.__setattr__`` a field.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
