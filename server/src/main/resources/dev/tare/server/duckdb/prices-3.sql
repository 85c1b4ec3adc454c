-- Prices of other models than rates by unit, and who says so, version 3; may be run again. A row
-- belongs to the card of api_cost_config that has its number and id; a card of our own that has only
-- rates by unit has none. "pricing" is JSON as in price files, every number an exact text; NULL: the
-- rates by unit are the whole price.
CREATE TABLE IF NOT EXISTS api_cost_terms (
    entered BIGINT NOT NULL,
    id VARCHAR NOT NULL,
    pricing VARCHAR,
    origin VARCHAR NOT NULL
);
