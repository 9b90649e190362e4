-- The tables. An article's number (from 1, in the order of the output) ties its rows together; ids such as o1 are
-- unique within an article only. Names stand beside references, so that most questions need no join.

PRAGMA user_version = 1;

CREATE TABLE articles (
    article_number INTEGER PRIMARY KEY,
    article TEXT NOT NULL,           -- its id: the path as given, or the JSON line's own
    title TEXT,
    published TEXT,                  -- YYYY-MM-DD
    year INTEGER,                    -- of the publication
    cmfacts TEXT,                    -- the version that read it
    lexicons TEXT,                   -- and a short hash of the lexicons in use
    text TEXT                        -- only with --with-text
);

CREATE TABLE organizations (
    article_number INTEGER NOT NULL REFERENCES articles,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    full_name TEXT,
    class TEXT NOT NULL,             -- company, government, education, ...
    times INTEGER NOT NULL,          -- how often the article names it
    PRIMARY KEY (article_number, id)
) WITHOUT ROWID;

CREATE TABLE dates (
    article_number INTEGER NOT NULL REFERENCES articles,
    id TEXT NOT NULL,
    text TEXT NOT NULL,              -- as the article first writes it
    value TEXT NOT NULL,             -- EDTF (ISO 8601-2)
    kind TEXT NOT NULL,              -- day, month, year, quarter, range, ...
    year INTEGER,                    -- the first that the value names
    times INTEGER NOT NULL,
    PRIMARY KEY (article_number, id)
) WITHOUT ROWID;

CREATE TABLE sectors (
    article_number INTEGER NOT NULL REFERENCES articles,
    id TEXT NOT NULL,
    term TEXT NOT NULL,              -- the field as the article calls it
    code TEXT NOT NULL,              -- GB/T 4754-2017 division or section
    name TEXT NOT NULL,              -- the name of that code
    strategic TEXT,                  -- its code among the strategic emerging industries (2018)
    digital TEXT,                    -- and in the digital economy (2021)
    rank INTEGER NOT NULL,           -- 1: what most of the article is about
    weight REAL NOT NULL,            -- its share of the article
    times INTEGER NOT NULL,
    PRIMARY KEY (article_number, id)
) WITHOUT ROWID;

CREATE TABLE initiatives (
    article_number INTEGER NOT NULL REFERENCES articles,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,              -- plan, project, event, document, ...
    owner TEXT,                      -- the name of the organization that it is of
    owner_id TEXT,
    times INTEGER NOT NULL,
    PRIMARY KEY (article_number, id)
) WITHOUT ROWID;

CREATE TABLE facts (
    article_number INTEGER NOT NULL REFERENCES articles,
    id TEXT NOT NULL,
    type TEXT NOT NULL,              -- cooperation, launch, acquisition, ...
    agent TEXT,                      -- who acts, names joined by "; "
    object TEXT,                     -- on what
    date TEXT,                       -- EDTF, where the clause says when
    date_id TEXT,
    year INTEGER,                    -- of that date, else of the publication
    modality TEXT NOT NULL,          -- stated, planned, reported
    negated INTEGER NOT NULL,        -- 0 or 1
    evidence TEXT NOT NULL,          -- the clauses that tell it, joined by " / "
    rule TEXT NOT NULL,
    amount TEXT,                     -- the sum paid or invested, as the text has it
    amount_value REAL,               -- in units of the currency
    currency TEXT,                   -- ISO 4217
    confidence REAL,                 -- how often the rule was right where that was measured
    PRIMARY KEY (article_number, id)
);

CREATE TABLE arguments (             -- who or what plays which role in a fact, one row each
    article_number INTEGER NOT NULL,
    fact TEXT NOT NULL,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,              -- party, agent, object, topic, ...
    part TEXT,
    ref TEXT,                        -- the entity's id
    type TEXT,                       -- and its kind: org, sector, initiative
    name TEXT,
    class TEXT,                      -- of an organization
    PRIMARY KEY (article_number, fact, position),
    FOREIGN KEY (article_number, fact) REFERENCES facts (article_number, id)
) WITHOUT ROWID;

CREATE TABLE mentions (              -- where each entity is named, and (type fact) where each fact is told
    article_number INTEGER NOT NULL REFERENCES articles,
    type TEXT NOT NULL,              -- org, date, sector, initiative, fact
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,          -- in Unicode code points of the article's text
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    rule TEXT NOT NULL,              -- the rule or lexicon that found it
    PRIMARY KEY (article_number, type, id, position)
) WITHOUT ROWID;

-- The usual questions.

-- Who cooperates with whom, on what: each pair in both directions, one row a topic.
CREATE VIEW cooperations AS
SELECT a.name AS organization, a.class, b.name AS partner, b.class AS partner_class,
       t.name AS topic, t.type AS topic_type, f.date, f.year, f.modality, f.negated, f.evidence,
       articles.article, articles.title, articles.published, f.article_number, f.id AS fact
FROM facts AS f
JOIN arguments AS a ON a.article_number = f.article_number AND a.fact = f.id AND a.role = 'party'
JOIN arguments AS b ON b.article_number = f.article_number AND b.fact = f.id AND b.role = 'party'
                   AND b.position <> a.position
LEFT JOIN arguments AS t ON t.article_number = f.article_number AND t.fact = f.id AND t.role = 'topic'
JOIN articles ON articles.article_number = f.article_number
WHERE f.type = 'cooperation';

-- Who launches, founds, buys, hosts ... what: one row an agent and object, of all facts that have both.
CREATE VIEW acts AS
SELECT f.type, a.name AS agent, a.class, a.role, a.part, o.name AS object, o.type AS object_type,
       f.date, f.year, f.modality, f.negated, f.evidence,
       articles.article, articles.title, articles.published, f.article_number, f.id AS fact,
       f.amount, f.amount_value, f.currency
FROM facts AS f
JOIN arguments AS a ON a.article_number = f.article_number AND a.fact = f.id AND a.role IN ('agent', 'recipient')
JOIN arguments AS o ON o.article_number = f.article_number AND o.fact = f.id AND o.role = 'object'
JOIN articles ON articles.article_number = f.article_number;

-- The sectors of a fact: those among its arguments, and those named in the clauses that tell it.
CREATE VIEW fact_sectors AS
SELECT g.article_number, g.fact, s.id AS sector, s.term, s.code, s.name
FROM arguments AS g
JOIN sectors AS s ON s.article_number = g.article_number AND s.id = g.ref
UNION
SELECT e.article_number, e.id, s.id, s.term, s.code, s.name
FROM mentions AS e
JOIN mentions AS m ON m.article_number = e.article_number AND m.type = 'sector'
                  AND m.start >= e.start AND m."end" <= e."end"
JOIN sectors AS s ON s.article_number = m.article_number AND s.id = m.id
WHERE e.type = 'fact';

-- Facts by sector and year: a fact in two sectors counts in both. Negated ones are left out.
CREATE VIEW facts_by_sector_and_year AS
SELECT s.code, s.name, s.term, f.year, f.type, count(*) AS facts, count(DISTINCT f.article_number) AS articles
FROM fact_sectors AS s
JOIN facts AS f ON f.article_number = s.article_number AND f.id = s.fact
WHERE NOT f.negated
GROUP BY s.code, s.name, s.term, f.year, f.type;

-- What articles are about, by year: how many name the field, and their weights added up.
CREATE VIEW sectors_by_year AS
SELECT s.code, s.name, s.term, a.year, count(*) AS articles, sum(s.weight) AS weight, sum(s.times) AS times
FROM sectors AS s
JOIN articles AS a ON a.article_number = s.article_number
GROUP BY s.code, s.name, s.term, a.year;

-- Organizations by how many articles name them; the names of one that the articles tie to a full name count together.
CREATE VIEW most_named_organizations AS
SELECT coalesce(full_name, name) AS organization, class, count(DISTINCT article_number) AS articles, sum(times) AS times
FROM organizations
GROUP BY coalesce(full_name, name), class
ORDER BY articles DESC, times DESC, organization, class;
