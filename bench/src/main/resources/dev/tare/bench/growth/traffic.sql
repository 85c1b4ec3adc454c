-- What the load trials send, as two tables of 100 shares each: a random number below 100 picks a row.
-- Amounts are in billionths of a dollar and those of the trials' price file.
CREATE OR REPLACE TEMP TABLE call_shares AS
SELECT share, calls.* EXCLUDE (first, behind)
FROM range(100) numbers(share)
JOIN (VALUES
    (0, 34, 'openai', 'chat', 'gpt-4o-mini', 'tokens', 'load-gpt-4o-mini', 150, 600),
    (34, 52, 'openai', 'chat', 'gpt-4o', 'tokens', 'load-gpt-4o', 2500, 10000),
    (52, 64, 'anthropic', 'chat', 'claude-sonnet-4-5', 'tokens', 'load-claude', 3000, 15000),
    (64, 74, 'deep_image', 'upscale', NULL, 'image', 'deep_image-upscale-2023-01-01', 80000000, 0),
    (74, 82, 'openai', 'embeddings', 'text-embedding-3-small', 'input', 'load-embeddings', 20, 0),
    (82, 88, 'clipping_magic', 'background-removal', NULL, 'image', 'load-clipping_magic', 125000000, 0),
    (88, 92, 'openai', 'image', 'gpt-image-1', 'image', 'load-image', 42000000, 0),
    (92, 95, 'vectorizer', 'vectorize', NULL, 'image', 'load-vectorizer', 200000000, 0),
    (95, 98, 'anthropic', 'chat', 'claude-haiku-4-5', 'tokens', 'load-claude', 3000, 15000),
    (98, 100, 'deep_image', 'background-removal', NULL, 'image', 'load-deep_image', 80000000, 0)
) calls (first, behind, provider, operation, model, kind, card, nanos, output_nanos)
ON share >= first AND share < behind;

CREATE OR REPLACE TEMP TABLE plan_shares AS
SELECT share, plan, CAST(credit AS DECIMAL(9, 4)) AS credit
FROM range(100) numbers(share)
JOIN (VALUES
    (0, 15, 'free', 0),
    (15, 40, 'basic', 0.4995),
    (40, 60, 'starter', 0.4995),
    (60, 90, 'pro', 0.3998),
    (90, 100, 'payg_10', 0.7990)
) plans (first, behind, plan, credit)
ON share >= first AND share < behind;

-- As many as are filled in at once; a table, since the engine reads a range on one core only.
CREATE OR REPLACE TEMP TABLE numbers AS SELECT i FROM range(:behind) whole(i);
