"""Commands whose texts and switches are taken as they were parsed, and numbers that are not given as they stand.

From 0.27 on typer validates every option by pydantic, which takes 0.1 seconds to import and has nothing to say about a
text. This reaches into typer's inside; where that has changed typer validates as it likes: the same result, later.
"""

from typing import Any

from typer.core import TyperCommand, TyperGroup

from cmfacts.errors import UsageError


class AsGiven:
    """Stands in for typer's conversion of a switch, a text, a list of texts, or a number's default."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value as it was parsed, a list for several; a number that was given is for typer to read."""
        if isinstance(value, str) and param.type_descriptor.annotation in (int, float):
            param._runtime_param = None
            return param.get_runtime_param().coerce(value, param=param, ctx=ctx)
        return list(value or ()) if param.multiple or param.nargs == -1 else value


def _take_as_given(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
        if kind in (bool, str, list[str], int, float) and getattr(parameter, "_runtime_param", parameter) is None:
            parameter._runtime_param = AsGiven()
    return parameters


class PlainCommand(TyperCommand):
    """A command of plain options."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, ``--help`` too."""
        return _take_as_given(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As ever; but nothing is named, asked about or chosen by an empty value."""
        rest = super().parse_args(ctx, args)
        for param in self.params:
            value = ctx.params.get(param.name)
            if param.param_type_name == "option" and (value == "" or (isinstance(value, list) and "" in value)):
                raise UsageError(f"{max(param.opts, key=len)} '' is empty: write a value, or leave it out")
        return rest


class PlainGroup(TyperGroup):
    """The top, whose options are plain."""

    def get_params(self, ctx: Any) -> list[Any]:
        """All parameters, ``--help`` too."""
        return _take_as_given(super().get_params(ctx))
