"""``cmfacts completion``: the script that teaches a shell to complete the command line."""

from typing import Annotated

import typer

from cmfacts.cli import options

VARIABLE = "_CMFACTS_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def completion(
    shell: Annotated[str, typer.Argument(metavar="|".join(SHELLS), autocompletion=lambda: list(SHELLS))],
) -> None:
    """Print the completion script of a shell.

    bash: append it to ~/.bash_completion. zsh: a file _cmfacts in a folder of $fpath. fish: the file
    ~/.config/fish/completions/cmfacts.fish. PowerShell: append it to $PROFILE.
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    shell = options.choice(shell, SHELLS, "shell")
    print(get_completion_script(prog_name="cmfacts", complete_var=VARIABLE, shell=shell))
