"""Commands whose texts and switches are taken as they were parsed.

From 0.27 on typer validates every option by pydantic, which takes 0.1 seconds to import and has nothing to say about a
text. This reaches into typer's inside; where that has changed typer validates as it likes: the same result, later.
"""

from typing import Any

from typer.core import TyperCommand, TyperGroup


class AsGiven:
    """Stands in for typer's conversion of a switch, a text or a list of texts."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value as it was parsed, a list for several."""
        return list(value or ()) if param.multiple or param.nargs == -1 else value


def _take_as_given(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
        if kind in (bool, str, list[str]) and getattr(parameter, "_runtime_param", parameter) is None:
            parameter._runtime_param = AsGiven()
    return parameters


class PlainCommand(TyperCommand):
    """A command of plain options."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, ``--help`` too."""
        return _take_as_given(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """The top, whose options are plain."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, ``--help`` too."""
        return _take_as_given(super().get_params(ctx))
