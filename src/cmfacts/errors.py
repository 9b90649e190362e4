"""What can go wrong, as one small tree. Every message is one line that names the file and the reason."""

from cmfacts.surrogates import legible, replaced


class CmfactsError(Exception):
    """The root of all errors that cmfacts raises on purpose."""


class InputError(CmfactsError):
    """An input that gives no result: ``source`` as the user named it, ``reason`` in plain words.

    ``stage`` is where it failed: ``find`` (no such file, a folder that cannot be listed), ``read``, ``extract`` (a bug
    of ours; ``rule`` then names the rule or the finder), or ``worker`` (the process that read it died).
    """

    def __init__(self, source: str, reason: str, stage: str = "read", rule: str | None = None) -> None:
        self.source, self.reason, self.stage, self.rule = source, reason, stage, rule
        # the arguments as they came, so that a worker process can send the error home
        super().__init__(source, reason, stage, rule)

    def __str__(self) -> str:
        return f"{legible(self.source) or repr('')}: {replaced(self.reason)}"

    def to_dict(self) -> dict[str, str]:
        """The failure as a line of ``batch --errors``; ``rule`` only where there is one."""
        failure = {"input": legible(self.source), "stage": self.stage, "reason": replaced(self.reason)}
        return failure | ({"rule": self.rule} if self.rule else {})


class LexiconError(CmfactsError):
    """A lexicon line that cannot be used: file, line (from 1; 0 for the file as a whole) and reason."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(path, line, reason)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}" if self.line else f"{self.path}: {self.reason}"


class UsageError(CmfactsError):
    """A wrong option or combination of options: exit status 2."""


class MissingExtraError(CmfactsError):
    """An optional part that is not installed; the message says what to install."""

    def __init__(self, what: str, extra: str) -> None:
        self.what, self.extra = what, extra
        super().__init__(what, extra)

    def __str__(self) -> str:
        return f"{self.what} needs an optional part: pip install 'cmfacts[{self.extra}]'"
