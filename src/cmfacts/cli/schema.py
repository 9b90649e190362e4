"""``cmfacts schema``."""


def schema() -> None:
    """Print the JSON Schema of the output."""
    from cmfacts.schema import text

    print(text(), end="")
