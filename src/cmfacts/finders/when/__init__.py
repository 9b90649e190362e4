"""The grammar of dates: rules by family, the points they yield, and how a text's own dates resolve what is left out."""
