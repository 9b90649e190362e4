"""One module a kind: each makes that kind's generated tables from the reference files."""
