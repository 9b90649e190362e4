"""The examples at the end of each command's help; every one of them is run by a test."""

EXAMPLES = {
    "extract": (
        "cmfacts extract article.txt",
        "cmfacts extract article.txt --type org,date --format csv",
        "cmfacts extract article.txt --type fact --min-confidence 0.8",
        "cat article.txt | cmfacts extract --published 2020-11-19 | jq .facts",
    ),
    "batch": (
        "cmfacts batch releases/ -o facts.jsonl --jobs 0",
        "cmfacts batch 'archive/*.txt' more.jsonl -o facts.jsonl --type org,fact",
    ),
    "explain": (
        "cmfacts explain article.txt",
        "cmfacts explain article.txt --text 星辰计划",
        "cmfacts explain article.txt --span 10:14",
    ),
    "evaluate": (
        "cmfacts evaluate gold.jsonl --errors 10",
        "cmfacts evaluate gold.jsonl --min org=0.8,date.value=0.9",
    ),
    "lexicon": (
        "cmfacts lexicon new my-lexicons",
        "cmfacts lexicon search 协会",
        "cmfacts lexicon check my-lexicons",
    ),
    "schema": ("cmfacts schema > article.schema.json",),
    "doctor": ("cmfacts doctor",),
    "completion": ("cmfacts completion bash >> ~/.bash_completion",),
}


def epilog(command: str) -> str:
    """The examples of a command as the last paragraph of its help, a line each."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in EXAMPLES[command])
