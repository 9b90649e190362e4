-- Made after the rows are in, which is faster and packs them tightly.
CREATE INDEX articles_by_id ON articles (article);
CREATE INDEX articles_by_year ON articles (year);
CREATE INDEX organizations_by_name ON organizations (name);
CREATE INDEX organizations_by_full_name ON organizations (full_name);
CREATE INDEX sectors_by_term ON sectors (term);
CREATE INDEX sectors_by_code ON sectors (code);
CREATE INDEX initiatives_by_name ON initiatives (name);
CREATE INDEX facts_by_type ON facts (type, year);
CREATE INDEX arguments_by_name ON arguments (name, role);
ANALYZE;
